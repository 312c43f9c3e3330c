package dev.finetuning.quality.internal.duplicates;

import dev.finetuning.internal.content.Signs;
import java.text.Normalizer;
import java.util.Locale;

/** Which differences in writing count when texts are compared. */
public enum Wording {
    /** Everything but the amount of white space within a line and at both ends. */
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
    /**
     * Letters and digits in lower case and compatibility form, signs that mean something ({@code +}, {@code <},
     * {@code #}, emoji), and where lines are set in further or less than the line before; other punctuation only
     * parts words.
     */
    LETTERS {
        @Override
        public String apply(String text) {
            return new LetterWording(
                            Normalizer.normalize(text, Normalizer.Form.NFKC).toLowerCase(Locale.ROOT))
                    .text();
        }
    };

    /** The text with only the differences that count. */
    public abstract String apply(String text);

    /** One text on its way to what counts in it. */
    private static final class LetterWording {
        /** A line is set in further than the line before, or less. */
        private static final char IN = '\u0002';

        private static final char OUT = '\u0003';

        private final String text;
        private final StringBuilder kept;
        private boolean gap;
        private int indent;

        LetterWording(String text) {
            this.text = text;
            this.kept = new StringBuilder(text.length());
        }

        String text() {
            int length = text.length();
            for (int i = 0; i < length; ) {
                int c = text.codePointAt(i);
                if (c == '\n' || c == '\r') {
                    i = line(i + 1);
                    continue;
                }
                int next = i + Character.charCount(c);
                if (wordPart(c)) {
                    word(c);
                } else if (Signs.mean(text, i, c)) {
                    sign(c);
                } else {
                    gap = true;
                }
                i = next;
            }
            return kept.toString();
        }

        /** A new line, whose first character stands here; blank lines have no indentation. */
        private int line(int start) {
            gap = true;
            int at = start;
            while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
                at++;
            }
            if (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
                int now = at - start;
                if (now != indent && kept.length() > 0) {
                    sign(now > indent ? IN : OUT);
                }
                indent = now;
            }
            return at;
        }

        private void word(int c) {
            if (gap && kept.length() > 0) {
                kept.append(' ');
            }
            kept.appendCodePoint(c);
            gap = false;
        }

        /** Stands alone, so that it does not matter whether there is a blank around it. */
        private void sign(int c) {
            gap = true;
            word(c);
            gap = true;
        }

        private static boolean wordPart(int c) {
            int type = Character.getType(c);
            return Character.isLetterOrDigit(c)
                    || type == Character.NON_SPACING_MARK
                    || type == Character.COMBINING_SPACING_MARK;
        }
    }
}
