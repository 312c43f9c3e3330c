package dev.finetuning.quality.pii.internal.shape;

/** Web addresses with a scheme, or beginning with www. */
public final class UrlShape implements Shape {
    @Override
    public String entity() {
        return "URL";
    }

    @Override
    public String pattern() {
        return "(?:(?:[hH][tT][tT][pP][sS]?|[fF][tT][pP])://|[wW]{3}\\.)[^\\s<>\"`{}|\\\\^]+";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (Characters.wordBefore(text, start)) {
            return NONE;
        }
        int stop = end;
        int round = inside(text, '(', start, end);
        int square = inside(text, '[', start, end);
        while (stop > start && trailing(text, stop, round, square)) {
            stop--;
        }
        int host = text.startsWith("://", start + 3) ? start + 6 : text.indexOf("//", start) + 2;
        boolean named = (text.charAt(start) == 'w' || text.charAt(start) == 'W') ? stop > start + 5 : stop > host;
        return named ? stop : NONE;
    }

    private static int inside(String text, char wanted, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == wanted) {
                return i;
            }
        }
        return NONE;
    }

    /** Punctuation at the end belongs to the sentence, and so does a bracket that was not opened inside. */
    private static boolean trailing(String text, int stop, int round, int square) {
        char last = text.charAt(stop - 1);
        if (last == ')' || last == ']') {
            int open = last == ')' ? round : square;
            return open < 0 || open >= stop;
        }
        return ".,;:!?'*_".indexOf(last) >= 0 || last == '\u2019' || last == '\u201d';
    }
}
