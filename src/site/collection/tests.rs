//! What a save in one talk of a site costs, and that what is remembered makes no difference to what comes out.

use super::*;
use crate::assets::Memory;
use crate::parse::Entry;

const SITE: &str = "title = \"Mine\"\nurl = \"https://example.org/\"\n[site]\ntalks = [\"*\"]\n";

/// A talk of some slides that was given twice. `last` is the text of its last slide.
fn project(name: &str, slides: usize, last: &str) -> Arc<Project> {
    let mut sources = Sources::default();
    let settings = "editions = [{ event = \"A\", date = 2024-03-05 }, { event = \"B\", date = 2025-03-05 }]";
    let settings = sources.add("orate.toml", settings.as_bytes(), &mut Vec::new());
    let slide = |number: usize| format!("# {name} {number}\n\nSome `code`\n\nNote: a word\n\n\n");
    let text = (1..slides).map(slide).collect::<String>() + last;
    let file = sources.add("slides/a.md", text.as_bytes(), &mut Vec::new());
    let settings = Some(SettingsFile::parse(sources.whole(settings)));
    let entries = vec![Entry::File(file)];
    Arc::new(Project { settings, ..Project::new(sources, entries, Memory::default()) })
}

fn site(settings: &str, talks: usize, slides: usize) -> Collection {
    let mut sources = Sources::default();
    let id = sources.add("orate.toml", settings.as_bytes(), &mut Vec::new());
    let settings = SettingsFile::parse(sources.whole(id));
    let talk = |number: usize| {
        let path = format!("talk-{number}");
        Talk { project: project(&path, slides, "# The end\n"), path }
    };
    Collection {
        sources,
        settings,
        templates: BTreeMap::new(),
        library: Arc::new(Memory::default()),
        talks: (0..talks).map(talk).collect(),
        diagnostics: Vec::new(),
    }
}

/// The pages as they are with `memo`, which must be those without; and how many talks are built for that.
#[track_caller]
fn check_preview(site: &Collection, memo: &mut CollectionMemo, talks: usize) {
    let options = Options::default();
    let update = |memo: &mut CollectionMemo| {
        std::iter::from_fn(|| Some(memo.update(site, &options, 5).len()).filter(|count| *count > 0))
            .sum::<usize>()
    };
    assert_eq!(update(memo), talks);
    let mut fresh = CollectionMemo::default();
    assert_eq!(update(&mut fresh), site.talks.len());
    let (pages, expected) = (memo.pages(site, &options), fresh.pages(site, &options));
    assert_eq!((pages.site, pages.diagnostics), (expected.site, expected.diagnostics));
    let number = site.talks.len() / 2;
    assert_eq!(memo.talk_pages(site, &options, number), fresh.talk_pages(site, &options, number));
}

#[test]
fn a_save_in_one_of_many_talks_builds_that_talk() {
    let (mut site, mut memo) = (site(SITE, 12, 3), CollectionMemo::default());
    check_preview(&site, &mut memo, 12);
    check_preview(&site, &mut memo, 0);
    site.talks[5].project = project("talk-5", 4, "# Another end\n");
    check_preview(&site, &mut memo, 1);
    site.talks.remove(5);
    check_preview(&site, &mut memo, 0);
}

#[test]
fn other_settings_of_the_site_reach_every_page() {
    let mut memo = CollectionMemo::default();
    let mut talks = site(SITE, 3, 2);
    check_preview(&talks, &mut memo, 3);
    let renamed = site(&SITE.replace("Mine", "Yours"), 0, 0);
    talks = Collection { talks: talks.talks, ..renamed };
    check_preview(&talks, &mut memo, 3);
}

#[test]
fn the_pages_of_a_preview_are_those_of_a_build() {
    let (site, mut memo, options) = (site(SITE, 3, 2), CollectionMemo::default(), Options::default());
    memo.update(&site, &options, usize::MAX);
    let built: Vec<String> = build_collection(&site, &options).site.files.into_keys().collect();
    let mut shown: Vec<String> = memo.pages(&site, &options).site.files.into_keys().collect();
    for number in 0..3 {
        shown.extend(memo.talk_pages(&site, &options, number).value.files.into_keys());
    }
    let is_of_deck =
        |path: &&String| path.contains("/fonts/") || path.starts_with("fonts.") || path.ends_with("card.png");
    let is_deck = |path: &&String| (0..3).any(|number| **path == format!("talk-{number}/index.html"));
    let missing: Vec<&String> =
        built.iter().filter(|path| !shown.contains(path) && !is_of_deck(path) && !is_deck(path)).collect();
    assert_eq!(missing, [] as [&String; 0]);
}

#[test]
fn a_talk_that_names_its_own_address_names_that_of_each_edition() {
    let mut site = site(SITE, 1, 2);
    site.talks[0].project = project("talk-0", 1, "![](qr:self)\n");
    let built = build_collection(&site, &Options::default());
    let page = |path: &str| match &built.site.files[path] {
        Output::Bytes(bytes) => String::from_utf8_lossy(bytes).into_owned(),
        Output::Copy { .. } => String::new(),
    };
    for (path, address) in [("talk-0/index.html", "talk-0/"), ("talk-0/2024-a/index.html", "talk-0/2024-a/")]
    {
        assert!(page(path).contains(&format!("QR code for https://example.org/{address}\"")), "{path}");
    }
}

#[test]
fn building_a_site_changes_no_input() {
    let site = site(SITE, 2, 2);
    let projects: Vec<Arc<Project>> = site.talks.iter().map(|talk| talk.project.clone()).collect();
    let first = build_collection(&site, &Options::default()).site;
    assert_eq!(first, build_collection(&site, &Options::default()).site);
    let is_untouched = |(talk, project): (&Talk, &Arc<Project>)| {
        Arc::ptr_eq(&talk.project, project) && project.inherited.is_none() && project.edition.is_none()
    };
    assert!(site.talks.iter().zip(&projects).all(is_untouched));
}
