use super::{Graph, GraphEdge};

/// A set of small numbers.
#[derive(Clone)]
struct Numbers(Vec<u64>);

impl Numbers {
    fn below(end: usize) -> Self {
        Self(vec![0; end.div_ceil(64)])
    }

    fn add(&mut self, number: usize) {
        self.0[number / 64] |= 1 << (number % 64);
    }

    fn has(&self, number: usize) -> bool {
        self.0[number / 64] & (1 << (number % 64)) != 0
    }

    fn add_all(&mut self, others: &Self) {
        self.0.iter_mut().zip(&others.0).for_each(|(own, other)| *own |= other);
    }
}

impl Graph {
    /// The edges that follow from no others: what is drawn. Those between nodes that need each other all stay.
    pub(super) fn reduced(&self) -> Vec<GraphEdge> {
        let groups = self.groups();
        let mut group_of = vec![0; self.nodes.len()];
        for (number, group) in groups.iter().enumerate() {
            group.iter().for_each(|node| group_of[*node] = number);
        }
        let before = self.before();
        let mut needed: Vec<Numbers> = Vec::with_capacity(groups.len());
        let mut direct: Vec<Vec<usize>> = Vec::with_capacity(groups.len());
        for (number, group) in groups.iter().enumerate() {
            let mut firsts: Vec<usize> =
                group.iter().flat_map(|node| &before[*node]).map(|first| group_of[*first]).collect();
            firsts.sort_unstable();
            firsts.dedup();
            firsts.retain(|first| *first != number);
            let mut all = Numbers::below(groups.len());
            for first in &firsts {
                all.add(*first);
                all.add_all(&needed[*first]);
            }
            needed.push(all);
            direct.push(firsts);
        }
        let follows = |edge: &&GraphEdge| {
            let (first, then) = (group_of[edge.first], group_of[edge.then]);
            first != then && direct[then].iter().any(|other| *other != first && needed[*other].has(first))
        };
        self.edges.iter().filter(|edge| !follows(edge)).copied().collect()
    }
}
