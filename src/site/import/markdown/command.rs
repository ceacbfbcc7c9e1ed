//! The options with which the scripts of `package.json` call reveal-md: many talks have them nowhere else.

use serde_json::{Map, Value};

/// Options of the command line whose values are options of `reveal-md.json` too, with their names there.
///
/// Source: reveal-md 6 (`reveal-md --help`).
const OPTIONS: [(&str, &str); 7] = [
    ("--css", "css"),
    ("--highlight-theme", "highlightTheme"),
    ("--notes-separator", "notesSeparator"),
    ("--separator", "separator"),
    ("--theme", "theme"),
    ("--title", "title"),
    ("--vertical-separator", "verticalSeparator"),
];

/// The scripts that show a talk, in the order in which they count; others print it, or build it.
const SCRIPTS: [&str; 6] = ["start", "serve", "dev", "slides", "present", "watch"];

/// The options of the first script that calls reveal-md, by their names in `reveal-md.json`.
pub(crate) fn options_of_commands(package: &Value) -> Map<String, Value> {
    let Some(scripts) = package.get("scripts").and_then(Value::as_object) else { return Map::new() };
    let usual = SCRIPTS.iter().filter_map(|name| scripts.get(*name));
    let commands = usual.chain(scripts.values()).filter_map(Value::as_str);
    commands.map(words).find(|words| calls_reveal_md(words)).map(options).unwrap_or_default()
}

fn calls_reveal_md(words: &[String]) -> bool {
    words.iter().any(|word| word == "reveal-md" || word.ends_with("/reveal-md"))
}

fn options(words: Vec<String>) -> Map<String, Value> {
    let mut options = Map::new();
    let mut words = words.into_iter();
    // What another command of the script is given is none of ours.
    while let Some(word) = words.next().filter(|word| !matches!(word.as_str(), "&&" | "||" | ";" | "|" | "&"))
    {
        let (name, value) = match word.split_once('=') {
            Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
            None => (word, None),
        };
        let Some((_, option)) = OPTIONS.iter().find(|(flag, _)| *flag == name) else { continue };
        if let Some(value) = value.or_else(|| words.next()) {
            options.insert((*option).to_owned(), Value::String(value));
        }
    }
    options
}

/// The words of a command as a shell parts them, as far as blanks and quotes go; those before reveal-md's name are left
/// out.
fn words(command: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let (mut word, mut quote, mut is_open) = (String::new(), None, false);
    for letter in command.chars() {
        match (letter, quote) {
            (it, Some(open)) if it == open => quote = None,
            ('"' | '\'', None) => (quote, is_open) = (Some(letter), true),
            (it, None) if it.is_whitespace() => {
                if std::mem::take(&mut is_open) {
                    words.push(std::mem::take(&mut word));
                }
            }
            (it, _) => {
                word.push(it);
                is_open = true;
            }
        }
    }
    if is_open {
        words.push(word);
    }
    let start = words.iter().position(|word| word == "reveal-md" || word.ends_with("/reveal-md"));
    words.split_off(start.unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check_options(scripts: &str, expected: &[(&str, &str)]) {
        let package: Value = serde_json::from_str(&format!("{{\"scripts\": {{{scripts}}}}}")).unwrap();
        let options = options_of_commands(&package);
        let options: Vec<_> =
            options.iter().map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
        assert_eq!(options, expected);
    }

    #[test]
    fn a_script_that_shows_the_talk_says_what_it_looks_like() {
        check_options(
            r#""pdf": "reveal-md a.md --theme sky --print", "start": "npx reveal-md a.md --port 80 --theme=white --css a.css,b.css""#,
            &[("css", "a.css,b.css"), ("theme", "white")],
        );
    }

    #[test]
    fn quoted_words_are_whole_and_other_commands_do_not_count() {
        check_options(
            r#""talk": "tool --theme no && ./node_modules/.bin/reveal-md . --title 'Of bees' --separator \"^==$\" && x --css no""#,
            &[("separator", "^==$"), ("title", "Of bees")],
        );
        check_options(r#""start": "slidev --theme seriph""#, &[]);
    }
}
