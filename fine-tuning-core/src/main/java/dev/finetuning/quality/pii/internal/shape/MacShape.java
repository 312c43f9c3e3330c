package dev.finetuning.quality.pii.internal.shape;

/** Hardware addresses of network interfaces: six pairs of hexadecimal digits with colons or dashes (IEEE 802). */
public final class MacShape implements Shape {
    /** The characters of an address. */
    public static final int LENGTH = 17;

    @Override
    public String entity() {
        return "MAC_ADDRESS";
    }

    @Override
    public String pattern() {
        return "[0-9A-Fa-f]{2}(?:(?::[0-9A-Fa-f]{2}){5}|(?:-[0-9A-Fa-f]{2}){5})";
    }

    @Override
    public int accept(String text, int start, int end) {
        char before = Characters.before(text, start);
        char after = Characters.at(text, end);
        boolean alone = !Characters.wordBefore(text, start)
                && !Characters.wordAt(text, end)
                && before != ':'
                && before != '-'
                && !((after == ':' || after == '-') && Characters.hex(Characters.at(text, end + 1)));
        boolean digit = false;
        for (int i = start; i < end; i++) {
            digit |= Characters.digit(text.charAt(i));
        }
        return alone && digit ? end : NONE;
    }
}
