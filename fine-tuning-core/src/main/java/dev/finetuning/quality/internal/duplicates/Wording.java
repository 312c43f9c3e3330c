package dev.finetuning.quality.internal.duplicates;

import java.text.Normalizer;
import java.util.Locale;

/** Which differences in writing count when texts are compared. */
public enum Wording {
    /** Everything but the amount of white space, and white space at both ends. */
    SPACING {
        @Override
        public String apply(String text) {
            StringBuilder kept = new StringBuilder(text.length());
            boolean gap = false;
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (Character.isWhitespace(c) || c == '\u00a0') {
                    gap = kept.length() > 0;
                } else {
                    if (gap) {
                        kept.append(' ');
                        gap = false;
                    }
                    kept.append(c);
                }
            }
            return kept.toString();
        }
    },
    /** Letters and digits only, in lower case and compatibility form; anything else parts words. */
    LETTERS {
        @Override
        public String apply(String text) {
            String folded = Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT);
            StringBuilder kept = new StringBuilder(folded.length());
            boolean gap = false;
            for (int i = 0; i < folded.length(); ) {
                int c = folded.codePointAt(i);
                i += Character.charCount(c);
                if (wordPart(c)) {
                    if (gap && kept.length() > 0) {
                        kept.append(' ');
                    }
                    kept.appendCodePoint(c);
                    gap = false;
                } else {
                    gap = true;
                }
            }
            return kept.toString();
        }

        private boolean wordPart(int c) {
            int type = Character.getType(c);
            return Character.isLetterOrDigit(c)
                    || type == Character.NON_SPACING_MARK
                    || type == Character.COMBINING_SPACING_MARK;
        }
    };

    public abstract String apply(String text);
}
