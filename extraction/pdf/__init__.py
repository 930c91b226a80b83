"""A PDF -> pages of words and lines, page images, embedded files, form fields; always in a guarded child process."""
