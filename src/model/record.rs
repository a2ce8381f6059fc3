/// Declares a record of the input language: its struct, its shape and its reader.
///
/// ```text
/// record! {
///     /// What the record is.
///     Scale {
///         /// What the field means.
///         min "min": Sourced<Count>,
///         /// A field that no stage of this release uses yet.
///         metrics "metrics" later: Named<Metric>,
///     }
/// }
/// ```
/// A type that may be absent ([`Option`], [`Named`](super::Named), [`Open`](super::Open), [`List`](super::List)) makes the field
/// optional. `..rest name: Type` as last line opens the record. `one of ["a", "b"]` after the braces says that a layer which sets
/// one of the fields takes the others from the layers below.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $name:ident {
            $( $(#[doc = $field_doc:literal])* $field:ident $key:literal $($later:ident)? : $type:ty, )*
            $( ..rest $rest:ident : $rest_type:ty )?
        }
        $( one of $( [$($exclusive:literal),*] ),* )?
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Hash)]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
            $( /// The fields that are not listed.
               pub $rest: $rest_type, )?
            /// What made the record as a whole.
            pub origin: $crate::node::Origin,
        }

        impl $crate::model::Shaped for $name {
            const SHAPE: $crate::model::Shape = $crate::model::Shape::Record(&$crate::model::RecordShape {
                name: stringify!($name),
                doc: concat!($($doc, "\n"),*),
                fields: &[$( $crate::model::FieldShape {
                    key: $key,
                    doc: concat!($($field_doc, "\n"),*),
                    shape: <$type as $crate::model::Shaped>::SHAPE,
                    required: <$type as $crate::model::Shaped>::REQUIRED,
                    lowered: $crate::model::record!(@lowered $($later)?),
                }, )*],
                rest: $crate::model::record!(@rest $($rest_type)?),
                exclusive: &[$($( &[$($exclusive),*] ),*)?],
            });

            #[allow(unused_variables, reason = "a record without an open rest does not use it")]
            fn read(
                node: &$crate::node::Node,
                reading: &mut $crate::model::Reading<'_>,
            ) -> Result<Self, $crate::diagnostics::Poison> {
                $crate::model::Reading::expect_map(reading, node, stringify!($name))?;
                $( let $field = reading.field::<$type>(node, stringify!($name), $key); )*
                $( let $rest = reading.rest::<$rest_type>(node, &<Self as $crate::model::Shaped>::SHAPE); )?
                Ok(Self { $($field: $field?,)* $($rest: $rest?,)? origin: node.origin })
            }
        }
    };
    (@lowered) => { true };
    (@lowered later) => { false };
    (@rest) => { None };
    (@rest $type:ty) => { Some(&<$type as $crate::model::Shaped>::SHAPE) };
}

pub(crate) use record;
