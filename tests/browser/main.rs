mod chromium;
use chromium::*;
#[test]
fn it_starts() {
    let Some(chromium) = Chromium::start() else { return };
    let d = tempfile::tempdir().unwrap();
    let p = d.path().join("a.html");
    std::fs::write(
        d.path().join("x.svg"),
        "<svg xmlns='http://www.w3.org/2000/svg' width='10' height='10'/>",
    )
    .unwrap();
    std::fs::write(&p, "<meta http-equiv=Content-Security-Policy content=\"default-src 'none'; img-src 'self'\"><img src=x.svg><p>hi").unwrap();
    let page = chromium.open(&file_url(&p));
    println!("{:?}", page.evaluate("document.images[0].naturalWidth"));
    println!("{:?} {:?}", page.complaints(), page.requests());
    println!("{}", page.print().len());
}
