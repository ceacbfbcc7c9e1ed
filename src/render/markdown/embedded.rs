//! Markdown in a slide of HTML: an element with the attribute `data-markdown`, as reveal.js takes it.

use super::dialect::Dialect;
use crate::deck::Math;
use crate::html::builder::HtmlText;
use crate::parse::reveal_page::embedded;
use crate::render::math::ProtectedFormulas;
use crate::text::Slice;

/// The HTML with the content of such elements made HTML, too; `None` if there is no such element.
pub(super) fn expanded(source: Slice<'_>, dialect: Dialect, math: &Math) -> Option<String> {
    if !source.text.contains("data-markdown") {
        return None;
    }
    let (mut html, mut at) = (String::new(), 0);
    for part in embedded(source) {
        html.push_str(&source.text[at..part.inner.start]);
        let mut builder = HtmlText::new();
        let text = Slice { span: source.part(part.inner.clone()).span, text: &part.text };
        let formulas = ProtectedFormulas::of(text, math);
        // The measure of the whole slide reports what is too large.
        let _ = super::write(text, &formulas, &mut builder, super::RawHtml::Written, dialect);
        html.push_str(&formulas.restore_html(&builder.finish()));
        at = part.inner.end;
    }
    html.push_str(&source.text[at..]);
    Some(html)
}
