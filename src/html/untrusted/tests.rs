use super::*;
use crate::html::parse;
use crate::html::references::Referrer;
use crate::html::write::serialize;
use crate::text::Sources;

/// What is left of some HTML, and the place of each report.
fn cleaned(html: &str) -> (String, Vec<String>) {
    let mut sources = Sources::default();
    let id = sources.add("a.md", html.as_bytes(), &mut Vec::new());
    let source = sources.whole(id);
    let mut tree = parse::parse(source.text, source.span).tree;
    let diagnostics = clean(&mut tree, source);
    let mut referrer = Referrer::new(&sources, source.span);
    let markup = serialize(&tree, ROOT, &mut referrer);
    assert!(referrer.permissions.scripts.is_empty() && referrer.permissions.handlers.is_empty(), "{html}");
    assert!(referrer.permissions.origins.is_empty(), "{html}: {:?}", referrer.permissions.origins);
    let text = format!("{:?}", markup.pieces());
    let told = diagnostics.iter().map(|it| sources.text(it.at.unwrap()).to_owned()).collect();
    (text, told)
}

/// HTML that runs a script, loads from elsewhere or leads astray, each in a way of its own.
const HOSTILE: &[&str] = &[
    "<script>canary()</script>",
    "<SCRIPT src=//canary.example/x></SCRIPT>",
    "<script/canary>1</script>",
    "<img src=x onerror=canary()>",
    "<svg onload=canary()></svg>",
    "<svg><script>canary()</script></svg>",
    "<svg><a xlink:href='javascript:canary()'><text>a</text></a></svg>",
    "<a href='javascript:canary()'>a</a>",
    "<a href='JaVaScRiPt&colon;canary()'>a</a>",
    "<a href='java&#x09;script:canary()'>a</a>",
    "<a href='&#1;javascript:canary()'>a</a>",
    "<a href='java\nscript:canary()'>a</a>",
    "<a href='vbscript:canary'>a</a>",
    "<a href='data:text/html,canary'>a</a>",
    "<a href='data:image/svg+xml,canary'>a</a>",
    "<a href='canary.html'>a</a>",
    "<a href='canary.svg'>a</a>",
    "<a href='canary.HT%4dL'>a</a>",
    "<a href='file:///canary'>a</a>",
    "<a href='ms-word:canary'>a</a>",
    "<a href=x ping=//canary.example>a</a>",
    "<iframe src=canary.html></iframe>",
    "<iframe srcdoc='canary'></iframe>",
    "<iframe data-src=//canary></iframe>",
    "<object data=canary.svg></object>",
    "<embed src=canary.swf>",
    "<applet code=canary></applet>",
    "<base href=//canary>",
    "<meta http-equiv=refresh content='0;url=//canary'>",
    "<link rel=stylesheet href=//canary>",
    "<form action=//canary></form>",
    "<button formaction=javascript:canary()>a</button>",
    "<img src=https://canary.example/x.png>",
    "<img src=//canary.example/x.png>",
    "<img srcset='a.png 1x, https://canary.example 2x'>",
    "<video src=https://canary.example/a.mp4></video>",
    "<video poster=https://canary.example/a.png></video>",
    "<div style='background:url(https://canary.example/x)'></div>",
    "<div style='background:\\75rl(//canary.example)'></div>",
    "<div style='background:image-set(\"https://canary.example/x\" 1x)'></div>",
    "<style>@import 'https://canary.example/x.css';</style>",
    "<style>a{background:url(//canary.example)}</style>",
    "<svg><style>@import 'https://canary.example'</style></svg>",
    "<svg><use href='https://canary.example#a'/></svg>",
    "<svg><use href='data:image/svg+xml,canary'/></svg>",
    "<svg><image href='https://canary.example/a.png'/></svg>",
    "<svg><rect fill='url(https://canary.example#a)'/></svg>",
    "<svg><rect filter='u\\72l(https://canary.example#a)'/></svg>",
    "<svg><a><set attributeName=href to='javascript:canary()'/></a></svg>",
    "<svg><a><animate attributeName='xlink:href' values='javascript:canary()'/></a></svg>",
    "<svg><foreignObject><iframe src=//canary></iframe></foreignObject></svg>",
    "<math href='javascript:canary()'><mi>x</mi></math>",
    "<math><mtext><img src=x onerror=canary()></mtext></math>",
    "<noscript><img src=x onerror=canary()></noscript>",
    "<template><script>canary()</script></template>",
    "<div><template shadowrootmode=open><script>canary()</script></template></div>",
    "<xmp><script>canary()</script></xmp>",
    "<noembed><script>canary()</script></noembed>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=canary()&gt;'>",
    "<math><annotation-xml encoding='text/html'><style><img src=x onerror=canary()></style></annotation-xml></math>",
    "<svg><desc><style><!--</style><p title='--><img src=x onerror=canary()>'></p></desc></svg>",
    "<style>a::after{content:'</sty\\6c e><!--canary'}</style>",
    "<svg></p><style><a id=\"</style><img src=1 onerror=canary()>\">",
    "<details ontoggle=canary() open>a</details>",
    "<section data-background-iframe='canary.html'></section>",
    "<a href=x data-preview-link='https://canary.example'>a</a>",
    "<section data-background-image='https://canary.example/a.png'></section>",
    "<section data-background='a.png, https://canary.example/b.png'></section>",
    "<section data-background-gradient='url(//canary.example)'></section>",
    "<a data-player='https://canary.example'>a</a>",
    "<body background=//canary onload=canary()>",
    "<input type=image src=//canary>",
    "<table background='https://canary.example'></table>",
    "<marquee onstart=canary()>a</marquee>",
];

#[test]
fn nothing_that_acts_is_left() {
    for html in HOSTILE {
        let (left, told) = cleaned(html);
        // An address within the talk may stay where it only names a picture.
        assert!(!left.contains("canary"), "{html}: {left}");
        assert!(!told.is_empty() || html.starts_with("<body"), "{html} is taken out in silence");
    }
}

#[test]
fn what_is_left_is_read_back_as_it_was_written() {
    for html in [
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
        "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
        "<svg><desc><b>a</b><svg><style>b",
        "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>",
        "<svg><title><style><!--</style>a",
        "<math><mi><a><style>--></style>",
    ] {
        let written = |html: &str| {
            let mut sources = Sources::default();
            let id = sources.add("a.md", html.as_bytes(), &mut Vec::new());
            let source = sources.whole(id);
            let mut tree = parse::parse(source.text, source.span).tree;
            clean(&mut tree, source);
            let markup = serialize(&tree, ROOT, &mut Referrer::new(&sources, source.span));
            let html: Vec<String> = markup
                .pieces()
                .iter()
                .map(|piece| match piece {
                    crate::html::Piece::Html(html) => html.clone(),
                    piece => format!("<!--{}-->", format!("{piece:?}").len()),
                })
                .collect();
            html.concat()
        };
        let once = written(html);
        assert_eq!(written(&once), once, "{html}");
        assert!(!once.contains("<style") || !once.contains("<!--"), "{once}");
    }
}

#[test]
fn what_only_shows_something_stays_and_is_told_of_by_nobody() {
    for html in [
        "<p class=\"md:flex\" title=\"javascript: the good parts\">a</p>",
        "<a href=\"https://example.org/?a=b\">a</a>",
        "<a href=\"mailto:a@b.example\">a</a>",
        "<a href=\"#/2\">a</a>",
        "<a href=\"talk.pdf\">a</a>",
        "<img src=\"data:image/png;base64,AAAA\">",
        "<video src=\"a.mp4\" controls=\"\"></video>",
        "<svg viewBox=\"0 0 1 1\"><path d=\"M0 0\" fill=\"url(#a)\"></path></svg>",
        "<div style=\"background:url(a.png)\">a</div>",
        "<details open=\"\"><summary>a</summary></details>",
        "<blockquote cite=\"https://example.org\">a</blockquote>",
        "<style>a{color:red}</style>",
        "<math><mi>x</mi></math>",
        "<form><input></form>",
        "<p data-id=\"a\" data-auto-animate=\"\">a</p>",
        "<section data-background-color=\"#fff\" data-background-image=\"a.png, b.png\"></section>",
    ] {
        assert_eq!(cleaned(html).1, Vec::<String>::new(), "{html}");
    }
}

#[test]
fn each_kind_is_told_once_at_each_place() {
    let (_, told) = cleaned("<script>a</script><p onclick=a>b</p><script>c</script><p onclick=a>d</p>");
    assert_eq!(told, ["<script", "onclick", "<script", "onclick"]);
}

#[test]
fn a_stylesheet_loses_only_what_leads_out() {
    let clean = |css: &str| without_outside(css).unwrap_or_else(|| css.to_owned());
    assert_eq!(clean("a{background:url(//x) b}"), "a{background:url(\"data:,\") b}");
    assert_eq!(clean("@import 'https://x';b{c:d}"), "b{c:d}");
    assert_eq!(clean("a{background:url(b.png)}"), "a{background:url(b.png)}");
}
