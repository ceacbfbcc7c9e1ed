//! Colours of DOT.
//!
//! Source: <https://graphviz.org/docs/attr-types/color/>: names of X11, of which some are not those of CSS, `#rrggbb`, and
//! hue, saturation and value between 0 and 1.

/// Where X11 and CSS do not agree.
const OF_X11: [(&str, &str); 5] = [
    ("gray", "#c0c0c0"),
    ("green", "#00ff00"),
    ("grey", "#c0c0c0"),
    ("maroon", "#b03060"),
    ("purple", "#a020f0"),
];

/// The brightness of the numbered forms of a name: `orange1` to `orange4`.
const SHADES: [f64; 4] = [1.0, 0.932, 0.804, 0.545];

/// A colour as `#rrggbbaa`; `None` if it is none that is known. Of a list of colours it is the first.
pub(super) fn color(value: &str) -> Option<String> {
    let first = value.split([':', ';']).next().unwrap_or_default().trim().to_lowercase();
    if let Some(color) = hue(&first) {
        return Some(color);
    }
    let digit = first.chars().last().and_then(|last| last.to_digit(10));
    let [red, green, blue, alpha] = match digit {
        _ if first.starts_with('#') => named(&first)?,
        Some(_) if first.starts_with("gray") || first.starts_with("grey") => {
            let share: f64 = first[4..].parse().ok().filter(|share| *share <= 100.0)?;
            [share / 100.0, share / 100.0, share / 100.0, 1.0]
        }
        Some(shade @ 1..=4) => {
            let [red, green, blue, _] = named(&first[..first.len() - 1])?;
            let share = SHADES[shade as usize - 1] / red.max(green).max(blue).max(f64::MIN_POSITIVE);
            [red * share, green * share, blue * share, 1.0]
        }
        _ => named(&first)?,
    };
    Some(hexadecimal([red, green, blue, alpha]))
}

fn named(name: &str) -> Option<[f64; 4]> {
    let name = OF_X11.iter().find(|(other, _)| *other == name).map_or(name, |(_, color)| color);
    let color = csscolorparser::parse(name).ok()?;
    Some([color.r, color.g, color.b, color.a].map(f64::from))
}

/// `0.5 1.0 0.8`, also with commas.
fn hue(value: &str) -> Option<String> {
    let parts: Option<Vec<f64>> = value
        .split([' ', ','])
        .filter(|part| !part.is_empty())
        .map(|part| part.parse().ok().filter(|part| (0.0..=1.0).contains(part)))
        .collect();
    let [hue, saturation, value] = parts?[..] else { return None };
    let part = |shift: f64| {
        let at = (shift + hue * 6.0) % 6.0;
        value - value * saturation * at.min(4.0 - at).clamp(0.0, 1.0)
    };
    Some(hexadecimal([part(5.0), part(3.0), part(1.0), 1.0]))
}

fn hexadecimal(parts: [f64; 4]) -> String {
    let parts = parts.map(|part| format!("{:02x}", (part * 255.0).round() as u8));
    format!("#{}", parts.concat())
}

#[cfg(test)]
mod tests {
    use super::color;

    #[test]
    fn names_are_those_of_x11() {
        let check =
            |name: &str, expected: Option<&str>| assert_eq!(color(name).as_deref(), expected, "{name}");
        check("green", Some("#00ff00ff"));
        check("LightBlue", Some("#add8e6ff"));
        check("chocolate1", Some("#ff8024ff"));
        check("orange3", Some("#cd8500ff"));
        check("gray50", Some("#808080ff"));
        check("#ff000080", Some("#ff000080"));
        check("0.0 1.0 1.0", Some("#ff0000ff"));
        check("0.333,1,1", Some("#01ff00ff"));
        check("red:blue", Some("#ff0000ff"));
        check("/blues9/3", None);
        check("nope", None);
        check("transparent", Some("#00000000"));
    }
}
