//! Which nodes of a diagram are shown when.

/// Names of nodes by the step that shows them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Steps(Vec<Vec<String>>);

impl Steps {
    /// Reads `A,B|C`: A and B at the first step, C at the second, everything else from the start.
    pub(super) fn read(text: &str) -> Steps {
        if text.trim().is_empty() {
            return Steps::default();
        }
        let names = |step: &str| {
            step.split(',').map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
        };
        Steps(text.split('|').map(names).collect())
    }

    /// Adds a step for one node.
    pub(super) fn push(&mut self, name: &str) {
        if self.of(name).is_none() {
            self.0.push(vec![name.to_owned()]);
        }
    }

    /// Whether everything is shown at once.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The step of a node, counted from 0.
    pub(super) fn of(&self, name: &str) -> Option<usize> {
        self.0.iter().position(|names| names.iter().any(|other| other == name))
    }

    /// The first name that is not among those of the diagram.
    pub(super) fn stranger<'a>(&'a self, names: &[&str]) -> Option<&'a str> {
        self.0.iter().flatten().map(String::as_str).find(|name| !names.contains(name))
    }
}
