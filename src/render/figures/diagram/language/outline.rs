//! What a layout will cost, counted before it begins: the library that lays graphs out can neither be stopped nor asked.
//!
//! Its time and memory grow with the rows of the drawing, and with how many rows each edge and each group crosses. So a
//! graph is refused that is none (a group within itself), and one that would take too much ([`MOST`]).
//!
//! Source: the phases of rusty-mermaid-dagre 0.2.0, which are those of dagre.

use std::collections::HashMap;

use rusty_mermaid_diagrams::class::ir::ClassDiagram;
use rusty_mermaid_diagrams::er::ir::ErDiagram;
use rusty_mermaid_diagrams::flowchart::ir::FlowDiagram;
use rusty_mermaid_diagrams::requirement::ir::RequirementDiagram;
use rusty_mermaid_diagrams::state::ir::{StateDiagram, StateKind, StateNode, StateTransition};

/// How much a layout may cost: its rows, multiplied by the pieces of edges and frames that lie in them. At this much the
/// library takes 0.4 seconds of a processor and 40 MB; a diagram that can be read in a hall costs some thousand.
const MOST: usize = 1_000_000;

/// How many rows an edge crosses at most, whatever its length is written to be. The library has the same limit.
const LONGEST: usize = 10;

/// Why a graph is not laid out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// The group of that name is within itself, perhaps through others.
    Within(String),
    /// Two groups have that name.
    Twice(String),
    /// The layout would cost more than it may.
    TooLarge,
}

/// Nodes and groups by numbers, their edges, and what is in what.
#[derive(Debug, Default)]
pub(super) struct Outline<'a> {
    numbers: HashMap<&'a str, usize>,
    names: Vec<&'a str>,
    /// The group that each is in.
    parents: Vec<Option<usize>>,
    /// Which are groups.
    groups: Vec<bool>,
    /// From, to, and how many rows there must be between them.
    edges: Vec<(usize, usize, usize)>,
}

impl<'a> Outline<'a> {
    /// The outline of a flowchart; a fault where groups cannot be in each other.
    pub(super) fn of_flow(diagram: &'a FlowDiagram) -> Result<Outline<'a>, Fault> {
        let mut outline = Outline::default();
        diagram.vertices.iter().for_each(|node| _ = outline.number(&node.id));
        diagram.subgraphs.iter().try_for_each(|group| outline.group(&group.id))?;
        for group in &diagram.subgraphs {
            for child in group.node_ids.iter().chain(&group.subgraph_ids) {
                outline.put_into(child, &group.id);
            }
        }
        let edges = diagram.edges.iter();
        edges.for_each(|edge| outline.edge(&edge.src, &edge.dst, edge.minlen.max(1) as usize));
        Ok(outline)
    }

    /// Of several namespaces of one name, each adds to the first.
    pub(super) fn of_classes(diagram: &'a ClassDiagram) -> Outline<'a> {
        let mut outline = Outline::default();
        diagram.classes.iter().for_each(|class| _ = outline.number(&class.id));
        for namespace in &diagram.namespaces {
            _ = outline.group(&namespace.id);
            namespace.class_ids.iter().for_each(|class| outline.put_into(class, &namespace.id));
        }
        diagram.relationships.iter().for_each(|relation| outline.edge(&relation.from_id, &relation.to_id, 1));
        outline
    }

    /// The outline of an entity-relationship diagram.
    pub(super) fn of_entities(diagram: &'a ErDiagram) -> Outline<'a> {
        let mut outline = Outline::default();
        diagram.entities.iter().for_each(|entity| _ = outline.number(&entity.id));
        let relations = diagram.relationships.iter();
        relations.for_each(|relation| outline.edge(&relation.entity_a, &relation.entity_b, 1));
        outline
    }

    /// The outline of a requirement diagram.
    pub(super) fn of_requirements(diagram: &'a RequirementDiagram) -> Outline<'a> {
        let mut outline = Outline::default();
        diagram.requirements.iter().for_each(|requirement| _ = outline.number(&requirement.name));
        diagram.elements.iter().for_each(|element| _ = outline.number(&element.name));
        diagram.relationships.iter().for_each(|relation| outline.edge(&relation.src, &relation.dst, 1));
        outline
    }

    /// The outline of a state diagram; a fault where states cannot be in each other.
    pub(super) fn of_states(diagram: &'a StateDiagram) -> Result<Outline<'a>, Fault> {
        let mut outline = Outline::default();
        outline.states(&diagram.states, &diagram.transitions, None)?;
        Ok(outline)
    }

    fn states(
        &mut self,
        states: &'a [StateNode],
        arrows: &'a [StateTransition],
        inside: Option<&'a str>,
    ) -> Result<(), Fault> {
        for state in states {
            match &state.kind {
                StateKind::Composite { children, transitions, .. } => {
                    self.group(&state.id)?;
                    inside.into_iter().for_each(|inside| self.put_into(&state.id, inside));
                    self.states(children, transitions, Some(&state.id))?;
                }
                _ => {
                    let is_group = self.numbers.get(state.id.as_str()).is_some_and(|&at| self.groups[at]);
                    if is_group && inside.is_some_and(|inside| self.stands_in(inside, &state.id)) {
                        return Err(Fault::Within(state.id.clone()));
                    }
                    self.number(&state.id);
                    inside.into_iter().for_each(|inside| self.put_into(&state.id, inside));
                }
            }
        }
        arrows.iter().for_each(|arrow| self.edge(&arrow.src, &arrow.dst, 1));
        Ok(())
    }

    /// Says why a graph cannot be laid out, if it cannot.
    pub(super) fn check(&self) -> Result<(), Fault> {
        for (number, name) in self.names.iter().enumerate().filter(|(number, _)| self.groups[*number]) {
            let above = std::iter::successors(self.parents[number], |&above| self.parents[above]);
            if above.take(self.names.len() + 1).any(|above| above == number) {
                return Err(Fault::Within((*name).to_owned()));
            }
        }
        if self.cost() > MOST { Err(Fault::TooLarge) } else { Ok(()) }
    }

    fn number(&mut self, name: &'a str) -> usize {
        *self.numbers.entry(name).or_insert_with(|| {
            self.names.push(name);
            self.parents.push(None);
            self.groups.push(false);
            self.names.len() - 1
        })
    }

    fn group(&mut self, name: &'a str) -> Result<(), Fault> {
        let number = self.number(name);
        match std::mem::replace(&mut self.groups[number], true) {
            true => Err(Fault::Twice(name.to_owned())),
            false => Ok(()),
        }
    }

    /// What is in two groups is in the first.
    fn put_into(&mut self, child: &'a str, group: &'a str) {
        let (child, group) = (self.number(child), self.number(group));
        self.parents[child].get_or_insert(group);
    }

    fn stands_in(&self, child: &str, group: &str) -> bool {
        let above = std::iter::successors(self.numbers.get(child).copied(), |&above| self.parents[above]);
        above.take(self.names.len() + 1).any(|above| self.names[above] == group)
    }

    fn edge(&mut self, from: &'a str, to: &'a str, rows: usize) {
        let (from, to) = (self.number(from), self.number(to));
        if from != to {
            // The library puts a row between any two, for what is written on edges.
            self.edges.push((from, to, 2 * rows.min(LONGEST)));
        }
    }

    /// What the layout takes, in microseconds of a processor.
    pub(super) fn time(&self) -> u64 {
        (self.cost() as u64 * 2).div_ceil(5) + 100
    }

    fn cost(&self) -> usize {
        let groups = self.groups.iter().filter(|is_group| **is_group).count();
        let rows = self.rows();
        // The frame of each group takes two rows of its own, which every edge may have to cross.
        let height = rows.iter().max().copied().unwrap_or(0) + 2 * groups + 1;
        let crossed = self.edges.iter().map(|&(from, to, _)| rows[from].abs_diff(rows[to]) + 2 * groups + 1);
        let pieces = self.names.len() + crossed.sum::<usize>() + 2 * groups * height;
        height.saturating_mul(pieces)
    }

    /// In which row each node is, below all that lead to it. Edges that lead back in a circle do not count.
    fn rows(&self) -> Vec<usize> {
        let count = self.names.len();
        let mut next: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
        self.edges.iter().for_each(|&(from, to, rows)| next[from].push((to, rows)));
        let mut state = vec![Visit::New; count];
        let mut order = Vec::with_capacity(count);
        let mut forward: Vec<Vec<(usize, usize)>> = vec![Vec::new(); count];
        for start in 0..count {
            let mut left = vec![(start, 0)];
            while let Some((node, at)) = left.pop() {
                if at == 0 && state[node] != Visit::New {
                    continue;
                }
                state[node] = Visit::Open;
                let Some(&(to, rows)) = next[node].get(at) else {
                    state[node] = Visit::Done;
                    order.push(node);
                    continue;
                };
                left.push((node, at + 1));
                match state[to] {
                    // A circle is broken by turning this edge round.
                    Visit::Open => forward[to].push((node, rows)),
                    _ => forward[node].push((to, rows)),
                }
                if state[to] == Visit::New {
                    left.push((to, 0));
                }
            }
        }
        let mut row = vec![0; count];
        for &node in order.iter().rev() {
            for &(to, rows) in &forward[node] {
                row[to] = row[to].max(row[node] + rows);
            }
        }
        row
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Open,
    Done,
}

#[cfg(test)]
mod tests {
    use rusty_mermaid_diagrams::flowchart::parser::parse;

    use super::*;

    #[track_caller]
    fn check(source: &str, fault: Option<Fault>) {
        let diagram = parse(source).unwrap();
        let outcome = Outline::of_flow(&diagram).and_then(|outline| outline.check());
        assert_eq!(outcome.err(), fault, "in {source}");
    }

    #[test]
    fn groups_form_a_forest() {
        let within = |name: &str| Some(Fault::Within(name.to_owned()));
        check("graph LR\nsubgraph a\nsubgraph b\nx --> y\nend\nend\nz --> a\na --> x", None);
        check("graph LR\nsubgraph a\na --> b\nend", within("a"));
        check("graph LR\nsubgraph a\nx --> b\nend\nsubgraph b\ny --> a\nend", within("b"));
        check("graph LR\nsubgraph a\nsubgraph b\nx --> a\nend\nend", within("a"));
        check("graph LR\nsubgraph a\nx\nend\nsubgraph a\ny\nend", Some(Fault::Twice("a".into())));
    }

    #[test]
    fn what_a_layout_costs_is_counted_before_it_begins() {
        let chain: String = (0..119).map(|at| format!("\n{at} --> {}", at + 1)).collect();
        check(&format!("graph LR{chain}"), None);
        check(&format!("graph LR{}", chain.replace("-->", "---------->")), Some(Fault::TooLarge));
        let circle = format!("graph LR{chain}\n119 --> 0");
        check(&circle, None);
        let every = |at: usize| format!("\n{} --> {}", at % 9, (at * 7 + 1) % 11);
        check(&format!("graph LR{}", (0..239).map(every).collect::<String>()), None);
    }
}
