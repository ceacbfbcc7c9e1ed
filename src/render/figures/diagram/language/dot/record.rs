//! Records of DOT: the fields of a node, between bars, and those within braces across them.
//!
//! Source: <https://graphviz.org/doc/info/shapes.html#record>.

/// The text of a record label, a line for each field of a column, and a bar between those of a row. `is_row` where the
/// outermost fields are beside each other, as in a graph that goes from top to bottom.
pub(super) fn text(label: &str, is_row: bool) -> String {
    let mut reader = RecordReader { letters: label.chars().peekable() };
    reader.fields(is_row, 0)
}

struct RecordReader<'a> {
    letters: std::iter::Peekable<std::str::Chars<'a>>,
}

impl RecordReader<'_> {
    fn fields(&mut self, is_row: bool, depth: usize) -> String {
        let (mut fields, mut field) = (Vec::new(), String::new());
        while let Some(letter) = self.letters.next() {
            match letter {
                '\\' => field.extend(self.letters.next()),
                '|' => fields.push(std::mem::take(&mut field)),
                '{' if depth < 16 => field.push_str(&self.fields(!is_row, depth + 1)),
                '}' => break,
                // A port is not text; a line break is one.
                '<' => self.tag(&mut field),
                letter => field.push(letter),
            }
        }
        fields.push(field);
        let fields: Vec<&str> = fields.iter().map(|field| field.trim()).collect();
        fields.join(if is_row { " │ " } else { "<br>" })
    }

    fn tag(&mut self, field: &mut String) {
        let inside: String = self.letters.by_ref().take_while(|letter| *letter != '>').collect();
        if inside.trim_matches(['/', ' ']) == "br" {
            field.push_str("<br>");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_beside_each_other_or_below() {
        assert_eq!(text("a|<f0> b|c", true), "a │ b │ c");
        assert_eq!(text("{a|<f0> b|c}", true), "a<br>b<br>c");
        assert_eq!(text("a|{b|c\\|d}", false), "a<br>b │ c|d");
        assert_eq!(text("{{{{", true), "");
    }
}
