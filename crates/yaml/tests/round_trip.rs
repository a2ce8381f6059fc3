//! What is written reads back the same, and what is read and written again too.

mod tree;

use platgen_yaml::{Dialect, dialect::Documents};
use proptest::prelude::*;
use tree::Tree;

/// Texts near the edges of what is plain, quoted or a block.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-z0-9:/._-]{0,12}",
        4 => "[-+0-9._:eExXobTZ ]{0,10}",
        3 => "[a-c \\t\\n#:'\"\\[{!&*%@`|>?,~=<-]{0,12}",
        2 => "[yYnNoOtTfF][a-zA-Z]{0,4}",
        2 => "\\PC{0,8}",
        1 => any::<String>(),
        1 => "[\\x00-\\x20\\x7f-\\xa0\u{2028}\u{2029}\u{feff}\u{fffe}\u{ffff}a]{0,6}",
        1 => "[a:\"]{880,1100}",
    ]
}

fn scalar() -> impl Strategy<Value = Tree> {
    prop_oneof![
        Just(Tree::Null),
        any::<bool>().prop_map(Tree::Bool),
        any::<i64>().prop_map(Tree::Int),
        ((i64::MAX as u64 + 1)..=u64::MAX).prop_map(Tree::UInt),
        any::<f64>().prop_filter("JSON holds finite numbers", |value| value.is_finite()).prop_map(Tree::Float),
        (-1000i32..1000).prop_map(|value| Tree::Float(f64::from(value) / 8.0)),
        text().prop_map(Tree::Str),
        text().prop_map(Tree::Str),
    ]
}

fn any_tree() -> impl Strategy<Value = Tree> {
    scalar().prop_recursive(6, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Tree::Seq),
            prop::collection::vec((text(), inner), 0..6).prop_map(|mut fields| {
                fields.sort_by(|a, b| a.0.cmp(&b.0));
                fields.dedup_by(|a, b| a.0 == b.0);
                Tree::Map(fields)
            }),
        ]
    })
}

const MANY: Dialect = Dialect { documents: Documents::Many, ..Dialect::PLATGEN };

proptest! {
    #![proptest_config(ProptestConfig { cases: 1500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn written_reads_back(tree in any_tree()) {
        let written = tree.written();
        for dialect in [Dialect::PLATGEN, Dialect::KUBECTL] {
            let back = Tree::read(written.as_bytes(), &dialect);
            prop_assert_eq!(back.as_ref(), Some(&tree), "{}", written);
        }
    }

    #[test]
    fn read_writes_back(yaml in "([a-c]: |- |\n|  |[a-c1:\"'\\[\\]{},&*#|>]|yes|0x1|1.5|~){0,30}") {
        for dialect in [MANY, Dialect::HELM_VALUES] {
            if let Some(tree) = Tree::read(yaml.as_bytes(), &dialect) {
                prop_assert_eq!(Tree::read(tree.written().as_bytes(), &dialect), Some(tree));
            }
        }
    }
}
