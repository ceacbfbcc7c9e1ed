Reveal.configure({ controls: false, plugins: [ RevealMarkdown ] });
