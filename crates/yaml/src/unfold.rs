//! From a graph to a tree: every node that is referred to twice is copied.
//!
//! Takes an arena in which aliases and merge keys refer across; gives one in pre-order again, without the nodes that
//! nothing refers to. Bounded in nodes and depth, and without recursion, since a few lines of aliases can stand for
//! more nodes than a machine holds.

use crate::document::{Content, NO_PARENT, Node};
use crate::fault::{Fault, FaultKind};
use crate::{Document, Limits, NodeId, path, syntax};

enum Task {
    Copy {
        source: NodeId,
        place: Place,
    },
    /// All nodes under this one are copied.
    Close(u32),
}

/// Where a copy goes.
#[derive(Clone, Copy)]
struct Place {
    parent: u32,
    slot: u32,
    /// Where the parent refers to it: among the entries of the copy for a map, the items for a list.
    reference: usize,
    path_hash: u64,
    depth: usize,
}

/// Copies the tree under the root of `graph`, taking what aliases add from `budget`.
pub(crate) fn unfold(
    graph: &Document,
    limits: &Limits,
    nodes_before: usize,
    budget: &mut usize,
) -> Result<Document, Fault> {
    let most = (limits.nodes - nodes_before).min(graph.nodes.len() + *budget);
    let mut tree = Document { nodes: Vec::with_capacity(graph.nodes.len()), items: Vec::new(), entries: Vec::new() };
    let root = Place { parent: NO_PARENT, slot: 0, reference: 0, path_hash: path::ROOT, depth: 0 };
    let mut tasks = vec![Task::Copy { source: graph.root(), place: root }];
    while let Some(task) = tasks.pop() {
        let (source, place) = match task {
            Task::Copy { source, place } => (&graph.nodes[source.index()], place),
            Task::Close(node) => {
                tree.nodes[node as usize].end = tree.nodes.len() as u32;
                continue;
            }
        };
        if tree.nodes.len() >= most {
            let message = format!("aliases add more than {} nodes", limits.alias_nodes);
            return Err(Fault::new(FaultKind::TooManyAliases, source.span, message));
        }
        if place.depth > limits.depth {
            return Err(syntax::too_deep(source.span, limits));
        }
        copy(graph, source, place, &mut tree, &mut tasks);
    }
    *budget -= tree.nodes.len().saturating_sub(graph.nodes.len());
    Ok(tree)
}

fn copy(graph: &Document, source: &Node, place: Place, tree: &mut Document, tasks: &mut Vec<Task>) {
    let id = tree.nodes.len() as u32;
    match tree.nodes.get(place.parent as usize).map(|parent| parent.content) {
        Some(Content::Map { .. }) => tree.entries[place.reference].value = NodeId(id),
        Some(_) => tree.items[place.reference] = NodeId(id),
        None => {}
    }
    let mut node = Node {
        text: source.text.clone(),
        path_hash: place.path_hash,
        parent: place.parent,
        slot: place.slot,
        end: id + 1,
        ..*source
    };
    let child = |slot: u32, reference: usize, path_hash: u64| Place {
        parent: id,
        slot,
        reference,
        path_hash,
        depth: place.depth + 1,
    };
    match source.content {
        Content::Seq { first, len } => {
            let start = tree.items.len();
            let items = &graph.items[first as usize..][..len as usize];
            tree.items.extend_from_slice(items);
            node.content = Content::Seq { first: start as u32, len };
            tasks.push(Task::Close(id));
            tasks.extend(items.iter().zip(0..len).rev().map(|(&source, slot)| Task::Copy {
                source,
                place: child(slot, start + slot as usize, path::under_index(place.path_hash, slot)),
            }));
        }
        Content::Map { first, len } => {
            let start = tree.entries.len();
            let entries = &graph.entries[first as usize..][..len as usize];
            tree.entries.extend_from_slice(entries);
            node.content = Content::Map { first: start as u32, len };
            tasks.push(Task::Close(id));
            tasks.extend(entries.iter().zip(0..len).rev().map(|(entry, slot)| Task::Copy {
                source: entry.value,
                place: child(slot, start + slot as usize, path::under_key(place.path_hash, path::hash_key(&entry.key))),
            }));
        }
        _ => {}
    }
    tree.nodes.push(node);
}
