//! The contrast of the themes' colours, computed from their style sheets.
//!
//! Source: "Contrast (Enhanced)" and "relative luminance" of WCAG 2.2.

use super::themes::{THEMES, Theme};

/// A colour of sRGB, each part from 0 to 1.
type Color = [f64; 3];

/// A hexadecimal colour as the bundler writes it.
fn color(text: &str) -> Option<Color> {
    let digits = text.trim().strip_prefix('#')?;
    let (width, most) = if digits.len() == 3 { (1, 15.0) } else { (2, 255.0) };
    let part = |at: usize| u8::from_str_radix(digits.get(at * width..(at + 1) * width)?, 16).ok();
    Some([part(0)?, part(1)?, part(2)?].map(|part| f64::from(part) / most))
}

/// The light and the dark value of the first property of a name.
fn both(style: &str, property: &str) -> Option<[Color; 2]> {
    let (_, rest) = style.split_once(&format!("{property}:"))?;
    let value = rest.split([';', '}']).next()?;
    match value.strip_prefix("light-dark(").and_then(|inside| inside.strip_suffix(')')) {
        Some(inside) => {
            let (light, dark) = inside.split_once(',')?;
            Some([color(light)?, color(dark)?])
        }
        None => color(value).map(|color| [color; 2]),
    }
}

fn contrast(one: Color, other: Color) -> f64 {
    let linear = |part: f64| if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) };
    let luminance =
        |[red, green, blue]: Color| 0.2126 * linear(red) + 0.7152 * linear(green) + 0.0722 * linear(blue);
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

const TEXT: f64 = 7.0;
const GRAPHICS: f64 = 4.5;

/// What stands on the page's ground, and on that of code and tables.
const ON_PAGE: [(&str, f64); 17] = [
    ("--r-main-color", TEXT),
    ("--r-heading-color", TEXT),
    ("--r-link-color", TEXT),
    ("--r-link-color-hover", TEXT),
    ("--orate-quiet", TEXT),
    ("--orate-line", GRAPHICS),
    ("--orate-blue", TEXT),
    ("--orate-green", TEXT),
    ("--orate-violet", TEXT),
    ("--orate-amber", TEXT),
    ("--orate-red", TEXT),
    ("--orate-series-1", GRAPHICS),
    ("--orate-series-2", GRAPHICS),
    ("--orate-series-3", GRAPHICS),
    ("--orate-series-4", GRAPHICS),
    ("--orate-series-5", GRAPHICS),
    ("--orate-series-6", GRAPHICS),
];

const CODE: [&str; 8] = ["keyword", "type", "function", "attribute", "constant", "escape", "text", "comment"];

/// Reports a colour of a theme that has too little contrast on a ground, in one of its two appearances.
fn check(theme: &Theme, property: &str, ground: &str, least: f64) {
    let of = |name: &str| both(theme.style, name).unwrap_or_else(|| panic!("{}: {name}", theme.name));
    for (appearance, (ink, ground)) in
        ["light", "dark"].into_iter().zip(of(property).into_iter().zip(of(ground)))
    {
        let ratio = contrast(ink, ground);
        assert!(ratio >= least, "{} {appearance}: {property} on {ground:?} has {ratio:.2}:1", theme.name);
    }
}

#[test]
fn text_has_a_contrast_of_seven_and_all_else_of_four_and_a_half() {
    for theme in THEMES {
        for (property, least) in ON_PAGE {
            check(theme, property, "--r-background-color", least);
        }
        for property in ["--r-main-color", "--orate-quiet", "--r-link-color"] {
            check(theme, property, "--orate-surface", TEXT);
        }
        check(theme, "--r-selection-color", "--r-selection-background-color", TEXT);
        if both(theme.style, "--orate-accent").is_some() {
            check(theme, "--orate-accent", "--r-background-color", GRAPHICS);
        }
    }
}

#[test]
fn code_has_a_contrast_of_seven_on_its_ground() {
    for theme in THEMES {
        for kind in CODE {
            // A theme may have the same dark ground for code in both appearances.
            let property = format!("--orate-code-{kind}");
            let is_dark = theme.style.contains(".reveal pre{color-scheme:dark");
            let ground = if is_dark { "--orate-code-background" } else { "--orate-surface" };
            let [light, dark] = both(theme.style, &property).expect("a theme colours code");
            let [on_light, on_dark] = both(theme.style, ground).expect("code has a ground");
            let light = if is_dark { dark } else { light };
            for (ink, ground) in [(light, on_light), (dark, on_dark)] {
                let ratio = contrast(ink, ground);
                assert!(ratio >= TEXT, "{}: {property} has {ratio:.2}:1", theme.name);
            }
        }
    }
}

#[test]
fn large_words_can_be_read_on_the_grounds_of_layouts() {
    for theme in THEMES {
        for name in ["title", "section", "statement", "number", "end"] {
            let Some(grounds) = both(theme.style, &format!("--orate-{name}-background")) else { continue };
            for ground in grounds {
                // As the runtime tells a dark ground from a light one.
                let [red, green, blue] = ground.map(|part| part * 255.0);
                let is_dark = red * 299.0 + green * 587.0 + blue * 114.0 < 128e3;
                let ratio = contrast(ground, if is_dark { [1.0; 3] } else { [0.0; 3] });
                assert!(ratio >= GRAPHICS, "{}: {name} has {ratio:.2}:1", theme.name);
            }
        }
    }
}
