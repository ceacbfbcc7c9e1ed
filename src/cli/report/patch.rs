//! What changes in a file, in the form that `patch` and `git apply` read.

use diffy::DiffOptions;

/// The unified difference between a file as it is and as it would be; empty if they are the same.
pub(crate) fn patch(name: &str, old: &[u8], new: &[u8]) -> String {
    // Only texts are mended.
    let (old, new) = (String::from_utf8_lossy(old), String::from_utf8_lossy(new));
    if old == new {
        return String::new();
    }
    let mut options = DiffOptions::new();
    options.set_original_filename(format!("a/{name}")).set_modified_filename(format!("b/{name}"));
    options.create_patch(&old, &new).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_patch_names_the_file_and_shows_what_changes() {
        assert_eq!(
            patch("slides/a.md", b"# A\n--- \nb", b"# A\n---\nb"),
            "--- a/slides/a.md\n+++ b/slides/a.md\n@@ -1,3 +1,3 @@\n # A\n---- \n+---\n b\n\\ No newline at end of file\n"
        );
        assert_eq!(patch("a.md", b"a", b"a"), "");
    }
}
