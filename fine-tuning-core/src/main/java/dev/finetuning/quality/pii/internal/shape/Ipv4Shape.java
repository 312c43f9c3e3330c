package dev.finetuning.quality.pii.internal.shape;

import java.util.Set;

/** IPv4 addresses in dotted form; not the version numbers that look like them. */
public final class Ipv4Shape implements Shape {
    private static final Set<String> VERSIONS = Set.of(
            "version", "versions", "release", "build", "firmware", "driver", "section", "chapter", "ver", "rev", "v");

    @Override
    public String entity() {
        return "IP_ADDRESS";
    }

    @Override
    public String pattern() {
        return "[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}\\.[0-9]{1,3}";
    }

    @Override
    public int accept(String text, int start, int end) {
        char before = Characters.before(text, start);
        if (!Characters.numberStarts(text, start)
                || !Characters.numberEnds(text, end)
                || (before == '.' && start > 1 && Characters.word(text.charAt(start - 2)))
                || !octets(text.substring(start, end))) {
            return NONE;
        }
        return VERSIONS.contains(LeadIn.before(text, start).last()) ? NONE : end;
    }

    public static boolean octets(String address) {
        String[] octets = address.split("\\.", -1);
        for (String octet : octets) {
            if (octet.isEmpty()
                    || octet.length() > 3
                    || !octet.chars().allMatch(c -> Characters.digit((char) c))
                    || Integer.parseInt(octet) > 255) {
                return false;
            }
        }
        return octets.length == 4;
    }
}
