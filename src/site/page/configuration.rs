//! What the page tells the runtime: reveal.js's configuration keys, and the facts of the talk.

use serde_json::{Map, Value, json};

use crate::deck::Settings;

/// The configuration block as JSON that is safe within a `script` element.
///
/// `config` holds reveal.js's own names: those that follow from the settings, then the author's `[reveal]`, which
/// wins. `hash` is on, unlike in reveal.js, so that a reload and a link keep the slide. `duration` is in seconds, and so
/// is what `timing` means for each slide.
pub fn configuration(settings: &Settings, title: &str, timing: Option<&[u32]>) -> String {
    let mut config = Map::new();
    config.insert("width".into(), settings.size.width.into());
    config.insert("height".into(), settings.size.height.into());
    config.insert("hash".into(), true.into());
    if let Some(transition) = &settings.transition {
        config.insert("transition".into(), transition.as_str().into());
    }
    config.extend(settings.reveal.clone());
    let mut block = json!({ "config": config, "title": title });
    if let Some(duration) = settings.duration {
        block["duration"] = Value::from(duration.as_secs());
    }
    if let Some(timing) = timing {
        block["timing"] = timing.into();
    }
    // In a script element only `</script` and `<!--` mean anything: without `<` there is neither.
    block.to_string().replace('<', "\\u003c")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_cannot_end_the_script() {
        let block = configuration(&Settings::default(), "</script><!--", None);
        assert!(!block.contains('<'), "{block}");
        let read: Value = serde_json::from_str(&block).expect("it is JSON");
        assert_eq!(read["title"], "</script><!--");
    }

    #[test]
    fn the_authors_own_names_win() {
        let mut settings = Settings::default();
        settings.reveal.insert("hash".into(), false.into());
        settings.reveal.insert("width".into(), 1024.into());
        let read: Value = serde_json::from_str(&configuration(&settings, "", None)).expect("it is JSON");
        assert_eq!((&read["config"]["hash"], &read["config"]["width"]), (&json!(false), &json!(1024)));
    }
}
