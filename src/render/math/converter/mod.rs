//! From TeX to MathML, by math-core.

use math_core::{ConvertResult, LatexError, LatexToMathML, MathDisplay};

use super::{Converted, Snippet};
use crate::render::catch_panic;

/// Converts the formulas of a slide, which refer to each other. One that makes the converter panic gets an error, and
/// harms no other.
pub(super) fn convert(snippets: &[Snippet<'_>]) -> Vec<Converted> {
    let caught = |snippets: &[Snippet<'_>]| catch_panic::run(|| convert_together(snippets));
    caught(snippets).unwrap_or_else(|| {
        let alone = |snippet: &Snippet<'_>| {
            let converted = caught(std::slice::from_ref(snippet)).and_then(|mut converted| converted.pop());
            converted
                .unwrap_or_else(|| Err((0..snippet.tex.len(), "Something is missing in this formula".into())))
        };
        snippets.iter().map(alone).collect()
    })
}

fn convert_together(snippets: &[Snippet<'_>]) -> Vec<Converted> {
    let display = |is_display| if is_display { MathDisplay::Block } else { MathDisplay::Inline };
    let snippets: Vec<_> =
        snippets.iter().map(|snippet| (snippet.tex, display(snippet.is_display))).collect();
    let results = LatexToMathML::default().convert_all(&snippets).into_iter();
    let result = |result: Result<ConvertResult, Box<LatexError>>| {
        result.map(|result| result.mathml).map_err(|error| (error.0.clone(), error.to_string()))
    };
    results.map(result).collect()
}
