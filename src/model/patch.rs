use super::scalars::{NameGlob, Pointer, Text, choice};
use super::{Data, List, Open, Sourced, TextRule, record};

record! {
    /// A change to resources of the stack itself, in one of three forms; one that matches nothing is an error.
    Patch {
        /// Which resources are changed.
        target "target": PatchTarget,
        /// A strategic merge patch: maps merge, lists of Kubernetes' own kinds merge by their keys, null removes.
        strategic "strategic": Option<Data>,
        /// A JSON merge patch (RFC 7396): maps merge, lists are replaced, null removes.
        merge "merge": Option<Data>,
        /// JSON patch operations (RFC 6902), in their order.
        operations "operations": List<Operation>,
        /// Says that this layer adds the patch.
        add "add": Option<Sourced<bool>>,
    }
    one of ["strategic", "merge", "operations"]
}

record! {
    /// Which resources a patch changes: those that fit everything that is said.
    PatchTarget {
        /// The kind.
        kind "kind": Sourced<Text>,
        /// The API group, where the kind alone is not clear; empty for Kubernetes' core.
        group "group": Option<Sourced<Text>>,
        /// The real name of the namespace; `*` stands for any characters.
        namespace "namespace": Option<Sourced<NameGlob>>,
        /// The name; `*` stands for any characters.
        name "name": Option<Sourced<NameGlob>>,
        /// Labels that the resource has.
        labels "labels": Open<Sourced<super::AsWritten>, { TextRule::LABEL_KEY }>,
    }
}

record! {
    /// One JSON patch operation.
    Operation {
        /// What is done.
        op "op": Sourced<Operator>,
        /// Where: a JSON pointer.
        path "path": Sourced<Pointer>,
        /// What is moved or copied: a JSON pointer.
        from "from": Option<Sourced<Pointer>>,
        /// What is added, put in place or compared.
        value "value": Option<Data>,
    }
}

choice! {
    /// What a JSON patch operation does.
    Operator {
        /// Adds a key, or an item before the position; `-` is the end of a list.
        Add "add",
        /// Removes what is there.
        Remove "remove",
        /// Replaces what is there.
        Replace "replace",
        /// Removes what is at `from` and adds it at `path`.
        Move "move",
        /// Adds what is at `from` at `path`.
        Copy "copy",
        /// Fails where another value is there.
        Test "test",
    }
}
