//! The themes that come with orate: the one list of them, with their style sheets and what a person chooses by.

#![expect(clippy::unreadable_literal, reason = "colours are written as CSS writes them")]

/// A theme that comes with orate.
///
/// Its style sheet holds two sets of colours, as `light-dark(LIGHT, DARK)`; CSS's `color-scheme` says which of them holds.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Theme {
    pub name: &'static str,
    /// What it looks like and what it is for, in a line.
    pub about: &'static str,
    /// The style sheet, packed.
    pub style: &'static str,
    /// The style sheet as it was written.
    text: &'static str,
    /// Whether the dark set of colours holds where the settings do not say which.
    pub is_dark: bool,
    /// Whether slides show their number where the settings do not say.
    pub is_numbered: bool,
    pub light: Palette,
    pub dark: Palette,
}

/// The colours of a theme's plain slides, for pictures that are drawn in them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Palette {
    /// `--r-background-color`
    pub background: Rgb,
    /// `--r-main-color`
    pub text: Rgb,
    /// `--orate-quiet`
    pub quiet: Rgb,
    /// `--r-link-color`
    pub link: Rgb,
}

/// A colour of sRGB: red, green and blue, from 0 to 255.
pub(crate) type Rgb = [u8; 3];

impl Theme {
    /// The style sheet as a talk may have it, to be changed.
    pub(crate) fn source(&self) -> String {
        let [light, dark] = ["color-scheme: light;", "color-scheme: dark;"];
        // One style sheet may be that of two themes.
        if self.is_dark { self.text.replacen(light, dark, 1) } else { self.text.to_owned() }
    }
}

impl Palette {
    /// The colours of six hexadecimal digits each, in the order of the fields.
    const fn of([background, text, quiet, link]: [u32; 4]) -> Palette {
        const fn rgb(digits: u32) -> Rgb {
            let [_, red, green, blue] = digits.to_be_bytes();
            [red, green, blue]
        }
        Palette { background: rgb(background), text: rgb(text), quiet: rgb(quiet), link: rgb(link) }
    }
}

/// What orate's own themes have in common; it lies in the layer of slides, under the theme.
pub(crate) const OWN_STYLE: &str = include_str!("dist/themes/own.css");

/// Where things stand on the slides of a talk of orate's own: headings at one place; it lies in the same layer.
pub(crate) const PLACING_STYLE: &str = include_str!("dist/themes/placing.css");

/// The themes that come with orate; the first is the one of a talk that names none.
pub(crate) const THEMES: &[Theme] = &[
    Theme {
        name: "white",
        about: "daylight: ink on white paper, one crimson, sections on black",
        style: include_str!("dist/themes/white.css"),
        text: include_str!("themes/white.css"),
        is_dark: false,
        is_numbered: false,
        light: Palette::of([0xffffff, 0x16181d, 0x4a4f5a, 0xa8001f]),
        dark: Palette::of([0x000000, 0xf4f1ea, 0xb9b5ab, 0xffc247]),
    },
    Theme {
        name: "black",
        about: "the stage: warm light on black, one amber lamp",
        style: include_str!("dist/themes/white.css"),
        text: include_str!("themes/white.css"),
        is_dark: true,
        is_numbered: false,
        light: Palette::of([0xffffff, 0x16181d, 0x4a4f5a, 0xa8001f]),
        dark: Palette::of([0x000000, 0xf4f1ea, 0xb9b5ab, 0xffc247]),
    },
    Theme {
        name: "ink",
        about: "editorial: warm paper, a serif, sections on terracotta",
        style: include_str!("dist/themes/ink.css"),
        text: include_str!("themes/ink.css"),
        is_dark: false,
        is_numbered: false,
        light: Palette::of([0xfbf7ef, 0x2a2521, 0x56483e, 0x8f2400]),
        dark: Palette::of([0x191512, 0xece4d8, 0xc1b7ab, 0xffaa7e]),
    },
    Theme {
        name: "night",
        about: "launches: deep blue, glowing titles",
        style: include_str!("dist/themes/night.css"),
        text: include_str!("themes/night.css"),
        is_dark: true,
        is_numbered: false,
        light: Palette::of([0xf3f5ff, 0x1a2150, 0x434967, 0x4504e4]),
        dark: Palette::of([0x0b1026, 0xe3e8f8, 0xb3bad6, 0x5ce1e6]),
    },
    Theme {
        name: "signal",
        about: "Swiss: huge black type, sections on red, code on black",
        style: include_str!("dist/themes/signal.css"),
        text: include_str!("themes/signal.css"),
        is_dark: false,
        is_numbered: false,
        light: Palette::of([0xf7f7f4, 0x111111, 0x4a4947, 0x990521]),
        dark: Palette::of([0x0a0a0a, 0xf5f5f2, 0xb3b2af, 0xff958e]),
    },
    Theme {
        name: "mono",
        about: "the terminal: one typeface, phosphor green, a prompt",
        style: include_str!("dist/themes/mono.css"),
        text: include_str!("themes/mono.css"),
        is_dark: true,
        is_numbered: false,
        light: Palette::of([0xf5f8f2, 0x1a2a20, 0x414e43, 0x015629]),
        dark: Palette::of([0x0f1412, 0xd7e3da, 0xaabbaf, 0x7ef0a8]),
    },
    Theme {
        name: "paper",
        about: "academic: dense and numbered, a serif to read",
        style: include_str!("dist/themes/paper.css"),
        text: include_str!("themes/paper.css"),
        is_dark: false,
        is_numbered: true,
        light: Palette::of([0xffffff, 0x1b1c20, 0x4a505b, 0x01469c]),
        dark: Palette::of([0x12161f, 0xe4e8f0, 0xb3bac7, 0x9ec7fd]),
    },
    Theme {
        name: "clear",
        about: "large rooms and low vision: the largest type, the most contrast",
        style: include_str!("dist/themes/clear.css"),
        text: include_str!("themes/clear.css"),
        is_dark: false,
        is_numbered: false,
        light: Palette::of([0xffffff, 0x000000, 0x2b2b2b, 0x00339b]),
        dark: Palette::of([0x000000, 0xffffff, 0xdedede, 0xffe14d]),
    },
];

/// A built-in theme by its name.
pub(crate) fn theme(name: &str) -> Option<&'static Theme> {
    THEMES.iter().find(|theme| theme.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The value of a custom property, the first of its name: that of plain slides.
    fn value<'a>(style: &'a str, property: &str) -> &'a str {
        let (_, rest) = style.split_once(&format!("{property}:")).expect("a theme has each colour");
        rest.split([';', '}']).next().unwrap_or_default()
    }

    /// A colour as the bundler writes it.
    fn written([red, green, blue]: Rgb) -> String {
        // CSS doubles each digit of a short colour, and 17 is 0x11.
        match [red, green, blue].iter().all(|part| part % 17 == 0) {
            true => format!("#{:x}{:x}{:x}", red / 17, green / 17, blue / 17),
            false => format!("#{red:02x}{green:02x}{blue:02x}"),
        }
    }

    #[test]
    fn the_palette_of_a_theme_has_the_colours_of_its_style() {
        for Theme { name, style, light, dark, .. } in THEMES {
            let colors = |palette: &Palette| {
                [
                    ("--r-background-color", palette.background),
                    ("--r-main-color", palette.text),
                    ("--orate-quiet", palette.quiet),
                    ("--r-link-color", palette.link),
                ]
            };
            for ((property, light), (_, dark)) in colors(light).into_iter().zip(colors(dark)) {
                let both = format!("light-dark({},{})", written(light), written(dark));
                assert_eq!(value(style, property), both, "{name}: {property}");
            }
        }
    }

    #[test]
    fn the_covers_of_a_site_have_the_colours_of_the_themes() {
        for Theme { name, light, dark, .. } in THEMES {
            for (kind, palette) in [("light", light), ("dark", dark)] {
                let [ground, ink, bar] = [palette.background, palette.text, palette.link].map(written);
                let rule = format!(".look-{name}-{kind}{{--ground:{ground};--type:{ink};--bar:{bar}}}");
                assert!(crate::runtime::SITE_STYLE.contains(&rule), "{rule}");
            }
        }
    }
}
