package dev.finetuning.quality.pii.internal.shape;

/** IPv6 addresses as in RFC 4291, section 2.2, with at least one digit. */
public final class Ipv6Shape implements Shape {
    @Override
    public String entity() {
        return "IP_ADDRESS";
    }

    @Override
    public String pattern() {
        return "[0-9A-Fa-f]{0,4}:[0-9A-Fa-f:.]{1,40}";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (!begins(text, start)) {
            return NONE;
        }
        int stop = end;
        while (stop > start + 2 && punctuation(text, stop)) {
            stop--;
        }
        if (Characters.wordAt(text, stop) || stop - start < 3) {
            return NONE;
        }
        return address(text.substring(start, stop)) ? stop : NONE;
    }

    /** Whether an address may begin here: nothing it could go on from stands before, but a label may. */
    public static boolean begins(String text, int start) {
        char before = Characters.before(text, start);
        return !inside(before) || Characters.escape(text, start) || (before == ':' && label(text, start - 1));
    }

    /** Whether a word that is no group of hex digits ends here, as in "ip:2001:db8::1". */
    private static boolean label(String text, int end) {
        int start = end;
        boolean hex = true;
        while (start > 0 && end - start < 5 && Characters.word(text.charAt(start - 1))) {
            start--;
            hex &= Characters.hex(text.charAt(start));
        }
        return start < end && !hex;
    }

    private static boolean inside(char c) {
        return c == ':' || c == '.' || Characters.word(c);
    }

    /** A full stop or a single colon at the end belongs to the sentence. */
    private static boolean punctuation(String text, int stop) {
        char last = text.charAt(stop - 1);
        return last == '.' || (last == ':' && text.charAt(stop - 2) != ':');
    }

    private static boolean address(String text) {
        int gap = text.indexOf("::");
        if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
            return false;
        }
        int groups = gap < 0
                ? groups(text, true)
                : sum(groups(text.substring(0, gap), false), groups(text.substring(gap + 2), true));
        boolean complete = gap < 0 ? groups == 8 : groups >= 1 && groups <= 7;
        return complete && text.chars().anyMatch(c -> Characters.digit((char) c));
    }

    private static int sum(int left, int right) {
        return left < 0 || right < 0 ? NONE : left + right;
    }

    /** How many groups of 16 bits, or {@link #NONE} where the text is not made of them. */
    private static int groups(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        String[] parts = text.split(":", -1);
        int groups = 0;
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInIpv4 && i == parts.length - 1 && parts[i].indexOf('.') > 0) {
                return Ipv4Shape.octets(parts[i]) ? groups + 2 : NONE;
            }
            if (parts[i].isEmpty() || parts[i].length() > 4 || parts[i].indexOf('.') >= 0) {
                return NONE;
            }
            groups++;
        }
        return groups;
    }
}
