//! The two-dimensional grid, as a projection of the section tree.
//!
//! A section with slides is a column. A section of sections is none: its sections become columns side by side,
//! however deep they lie, and keep their place in the tree for the menu, the outline and the timing.

use super::{Content, Deck, Section, Slide};

/// A column of the grid: what `→` steps over and `↓` steps through.
#[derive(Clone, Debug)]
pub(crate) struct Column<'a> {
    /// The way from the top of the tree down to this column's own section, which comes last.
    pub path: Vec<&'a Section>,
    /// From top to bottom.
    pub slides: &'a [Slide],
}

impl<'a> Column<'a> {
    /// The section whose slides these are.
    pub(crate) fn section(&self) -> &'a Section {
        self.path[self.path.len() - 1]
    }

    /// Whether there is more than one slide, so that the page has a `section` around them.
    pub(crate) fn is_stack(&self) -> bool {
        self.slides.len() > 1
    }
}

impl Deck {
    /// The columns from left to right.
    pub(crate) fn columns(&self) -> Vec<Column<'_>> {
        let mut columns = Vec::new();
        let mut path = Vec::new();
        walk(&self.sections, &mut path, &mut columns);
        columns
    }
}

fn walk<'a>(sections: &'a [Section], path: &mut Vec<&'a Section>, columns: &mut Vec<Column<'a>>) {
    for section in sections {
        path.push(section);
        match &section.content {
            Content::Slides(slides) => columns.push(Column { path: path.clone(), slides }),
            Content::Sections(sections) => walk(sections, path, columns),
        }
        path.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::deck::Body;
    use crate::text::{Fingerprint, Sources};

    fn column(title: &str, slides: usize) -> Section {
        let id = Sources::default().add("a.md", b"", &mut Vec::new());
        let span = crate::text::Span { source: id, start: 0, end: 0 };
        let slide = Slide {
            span,
            body: Body::Markdown(span),
            notes: None,
            attributes: Default::default(),
            fingerprint: Fingerprint::of(b""),
        };
        Section {
            title: Some(title.into()),
            content: Content::Slides(vec![slide; slides]),
            ..Section::default()
        }
    }

    fn branch(title: &str, sections: Vec<Section>) -> Section {
        Section { title: Some(title.into()), content: Content::Sections(sections), ..Section::default() }
    }

    #[test]
    fn deep_sections_become_columns_that_know_their_way_down() {
        let deck = Deck {
            sections: vec![
                column("a", 1),
                branch("b", vec![column("c", 3), branch("d", vec![column("e", 2)])]),
            ],
            ..Deck::default()
        };
        let grid: Vec<_> = deck
            .columns()
            .iter()
            .map(|column| {
                let path: Vec<_> =
                    column.path.iter().filter_map(|section| section.title.as_deref()).collect();
                (path.join("/"), column.slides.len(), column.is_stack())
            })
            .collect();
        assert_eq!(grid, [("a".into(), 1, false), ("b/c".into(), 3, true), ("b/d/e".into(), 2, true)]);
        assert_eq!(deck.slides().count(), 6);
    }
}
