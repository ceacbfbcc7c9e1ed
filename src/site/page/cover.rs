//! The page that a cover is: a slide on its ground, in the deck's style, without notes and almost always without scripts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use super::policy::Policy;
use super::shared::SharedFile;
use super::theme::Appearance;
use crate::assets::Output;
use crate::deck::{Settings, Trust};
use crate::html::{self, Permissions, Use, backgrounds};
use crate::render::Still;
use crate::runtime;
use crate::site::templates::{Template, Templates, Values};
use crate::text::Sources;

/// What leads from a cover to the top of its site.
pub(in crate::site) const ROOT: &str = "../../";

/// A talk's cover.
#[derive(Debug)]
pub(crate) struct Cover {
    /// The page, for a place two folders below the top of the site, beside the page to read.
    pub page: String,
    /// The files that it names, by their paths from it.
    pub files: BTreeMap<String, Output>,
}

/// A style sheet that several covers share.
fn sheet(text: &str) -> SharedFile {
    // On paper a cover looks as it does on a screen.
    SharedFile::new(ROOT, "cover.css", &text.replace("@media screen{", "@media all{"))
}

/// How the slide of every cover is set. `slide_style` is that of its kind of talk.
pub(in crate::site) fn sheet_of_all(slide_style: &str, has_extensions: bool) -> SharedFile {
    let layout = if has_extensions { runtime::LAYOUT_STYLE } else { "" };
    let rest = [runtime::TEMPLATES_STYLE, runtime::RUNNING_STYLE, runtime::PLAYERS_STYLE, runtime::FIT_STYLE];
    sheet(&[runtime::COVER_STYLE, slide_style, layout, &rest.concat()].concat())
}

/// What orate has of a theme.
pub(in crate::site) fn sheet_of_theme(theme: &Appearance) -> SharedFile {
    sheet(&theme.built_in_css())
}

/// A slide about to become a cover.
pub(in crate::site) struct CoverSlide<'a> {
    pub slide: Still,
    /// The start of the stack that it is in.
    pub stack: Option<Still>,
    /// Whether its column is the deck's first, and whether it is the first of its column.
    pub is_first: (bool, bool),
    /// Whether its layout needs a script.
    pub is_measured: bool,
    /// What is on every slide, as HTML.
    pub running: String,
    pub settings: &'a Settings,
    /// What no other cover has.
    pub style: String,
}

impl CoverSlide<'_> {
    /// Writes the page; `None` if its template fails, which is reported with the deck's.
    pub(in crate::site) fn write(
        &self,
        sheets: Vec<SharedFile>,
        mut files: BTreeMap<String, Output>,
        templates: &Templates,
        sources: &Sources,
    ) -> Option<Cover> {
        let script = if self.is_measured { self.script() } else { String::new() };
        let own = BTreeSet::from([Use::Style]);
        // The author's own HTML may have styles. Nothing of it runs, and nothing is fetched from elsewhere.
        let permissions = Permissions { has_style: true, own, ..Permissions::default() };
        let policy = Policy {
            trust: Trust::Untrusted,
            permissions: &permissions,
            script: &script,
            style: "",
            shares_script: false,
            shares_style: false,
            has_files: true,
            asks_its_server: false,
            has_worker: false,
        };
        let sheet_names: Vec<&str> = sheets.iter().map(|sheet| sheet.path.as_str()).collect();
        let is_centred = self.settings.page.reveal.get("center").is_none_or(|center| center != false);
        let values = Values::default()
            .with("policy", &policy.content())
            .with("sheets", &sheet_names)
            .with("classes", &self.slide.attribute("data-state"))
            .with("is_centred", &is_centred)
            .with_html("style", &format!("{}{}", self.canvas(), self.style))
            .with_html("script", &script)
            .with_html("backgrounds", &self.backgrounds())
            .with_html("slide", &self.columns())
            .with_html("running", &self.running);
        let page = templates.render(Template::Cover, values, sources, None).ok()?;
        files.extend(sheets.iter().map(SharedFile::output));
        Some(Cover { page, files })
    }

    fn script(&self) -> String {
        let fit = if self.settings.least_fit().is_some() { runtime::FIT_SCRIPT } else { "" };
        [fit, runtime::COVER_SCRIPT].join("\n")
    }

    /// The size of the slide, and how much of the window is left round it.
    fn canvas(&self) -> String {
        let size = self.settings.page.canvas();
        let margin = self.settings.page.reveal.get("margin").and_then(serde_json::Value::as_f64);
        let margin = margin.filter(|margin| (0.0..1.0).contains(margin)).unwrap_or(0.04);
        let least =
            self.settings.least_fit().map_or_else(String::new, |least| format!(";--slide-fit:{least}%"));
        let (width, height) = (size.width, size.height);
        format!(":root{{--slide-width:{width}px;--slide-height:{height}px;--slide-margin:{margin}{least}}}\n")
    }

    /// The slide in its stack. What styles know by its place, such as a title, is in the same place here.
    fn columns(&self) -> String {
        const OTHER: &str = "<section></section>";
        let other = |is_first: bool| if is_first { "" } else { OTHER };
        let (is_first_column, is_first_slide) = self.is_first;
        let slide = match &self.stack {
            Some(stack) => {
                let start = stack.html.replacen("present", "stack present", 1);
                [&start, other(is_first_slide), &self.slide.html, "</section>"].concat()
            }
            None => self.slide.html.clone(),
        };
        [other(is_first_column), &slide].concat()
    }

    /// What is behind the slide: its own ground over that of its stack.
    fn backgrounds(&self) -> String {
        let own = background(&self.slide, "", "");
        match &self.stack {
            Some(stack) => background(stack, " stack", &own),
            None => own,
        }
    }
}

/// The ground of a slide, as the runtime makes it (`src/runtime/src/views/backgrounds.ts`).
fn background(slide: &Still, class: &str, inside: &str) -> String {
    let value = |name: &str| slide.attribute(name).filter(|value| !value.is_empty());
    let plain = value("data-background");
    let (picture, ground) = match plain {
        Some(plain) if is_picture(plain) => (Some(plain), None),
        plain => (None, plain),
    };
    let picture = value("data-background-image").or(picture).map(images);
    let ground = [("background", ground), ("background-color", value("data-background-color"))];
    let content = [
        ("background-image", picture.as_deref().or(value("data-background-gradient"))),
        ("background-size", value("data-background-size")),
        ("background-position", value("data-background-position")),
        ("background-repeat", value("data-background-repeat")),
        ("opacity", value("data-background-opacity")),
    ];
    let (ground, content) = (style(&ground), style(&content));
    format!(
        "<div class=\"slide-background{class} present\"{ground}><div class=\"slide-background-content\"{content}></div>{inside}</div>"
    )
}

/// A `style` attribute; nothing where no property has a value.
fn style(properties: &[(&str, Option<&str>)]) -> String {
    let mut declarations = String::new();
    for (name, value) in properties {
        if let Some(value) = value {
            _ = write!(declarations, "{name}:{value};");
        }
    }
    match declarations.is_empty() {
        true => declarations,
        false => format!(" style=\"{}\"", html::escaped_value(&declarations)),
    }
}

/// Whether a `data-background` of a finished page names pictures, and no CSS.
fn is_picture(value: &str) -> bool {
    let is_own = value.contains("var(--orate-image");
    backgrounds::is_picture(value)
        || is_own && backgrounds::parts(value).into_iter().all(|part| backgrounds::is_function(&value[part]))
}

/// A list of pictures as CSS; a function such as a gradient is taken as it is.
fn images(list: &str) -> String {
    let images = backgrounds::parts(list).into_iter().map(|part| match &list[part] {
        function if function == "none" || backgrounds::is_function(function) => function.to_owned(),
        one => format!("url(\"{}\")", one.replace('\\', "%5C").replace('"', "%22").replace('\n', "%0A")),
    });
    images.collect::<Vec<_>>().join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn slide(attributes: &[(&str, &str)]) -> Still {
        let attributes = attributes.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
        Still { attributes, ..Still::default() }
    }

    #[track_caller]
    fn check(attributes: &[(&str, &str)], expected: &str) {
        let background = background(&slide(attributes), "", "");
        assert!(background.contains(expected), "no `{expected}` in {background}");
    }

    #[test]
    fn a_slide_has_the_ground_that_its_deck_paints() {
        check(&[("data-background", "#123")], "present\" style=\"background:#123;\">");
        check(&[("data-background", "a/b.jpg")], "style=\"background-image:url(&quot;a/b.jpg&quot;);\"");
        let repeated = "var(--orate-image-a) repeat";
        check(
            &[("data-background", repeated)],
            "present\" style=\"background:var(--orate-image-a) repeat;\">",
        );
        check(&[("data-background-color", "red")], "style=\"background-color:red;\"");
        check(
            &[("data-background-gradient", "linear-gradient(red, blue)"), ("data-background-opacity", "0.5")],
            "style=\"background-image:linear-gradient(red, blue);opacity:0.5;\"",
        );
    }

    #[test]
    fn a_list_of_pictures_is_parted_where_it_is_one() {
        assert_eq!(images("a.png, b.png"), "url(\"a.png\"),url(\"b.png\")");
        assert_eq!(
            images("data:image/png;base64,AA, b.png"),
            "url(\"data:image/png;base64,AA\"),url(\"b.png\")"
        );
        assert_eq!(images("linear-gradient(red, blue)"), "linear-gradient(red, blue)");
        assert_eq!(images("paren(1).png"), "url(\"paren(1).png\")");
    }
}
