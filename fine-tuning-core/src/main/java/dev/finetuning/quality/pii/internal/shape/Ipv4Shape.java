package dev.finetuning.quality.pii.internal.shape;

import java.util.Set;

/** IPv4 addresses in dotted form; not the version numbers that look like them. */
public final class Ipv4Shape implements Shape {
    private static final Set<String> VERSIONS =
            Set.of(("version versions release releases build firmware driver section sections chapter clause article"
                            + " appendix annex figure table ver rev v client app software update upgrade patch sdk"
                            + " plugin library package")
                    .split(" ", -1));
    /** Words beside which four small numbers are an address. */
    private static final Set<String> ADDRESSES = Set.of(
            "ip ips ipv4 address addresses addr host hosts server dns ping resolver gateway subnet router network netmask"
                    .split(" ", -1));
    /** Public name servers, which people write without saying so. */
    private static final Set<String> KNOWN = Set.of("1.1.1.1", "8.8.8.8", "8.8.4.4", "9.9.9.9", "4.2.2.2");

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
        LeadIn words = LeadIn.before(text, start);
        if (VERSIONS.contains(words.last())) {
            return NONE;
        }
        boolean said = words.anyOf(ADDRESSES) || port(text, end) || KNOWN.contains(text.substring(start, end));
        return said || !(numbering(text, start, end) || heading(text, start, end)) ? end : NONE;
    }

    /** Whether a port or the length of a prefix follows, which only addresses have. */
    private static boolean port(String text, int end) {
        char next = Characters.at(text, end);
        return (next == ':' || next == '/') && Characters.digit(Characters.at(text, end + 1));
    }

    /** Four numbers of one digit, or two zeros at the end, are a version or a heading more often than an address. */
    private static boolean numbering(String text, int start, int end) {
        return end - start == 7 || text.startsWith(".0.0", end - 4);
    }

    /** Whether small numbers stand at the beginning of a line and a title follows: {@code 10.2.3.1 Scope}. */
    private static boolean heading(String text, int start, int end) {
        boolean begins = start == 0 || text.charAt(start - 1) == '\n' || text.startsWith("# ", start - 2);
        boolean title = Characters.at(text, end) == ' ' && Character.isUpperCase(Characters.at(text, end + 1));
        return begins && title && end - start <= 9;
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
