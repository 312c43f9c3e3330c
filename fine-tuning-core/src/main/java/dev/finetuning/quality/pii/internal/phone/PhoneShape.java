package dev.finetuning.quality.pii.internal.phone;

import dev.finetuning.quality.pii.internal.shape.Characters;
import dev.finetuning.quality.pii.internal.shape.IbanShape;
import dev.finetuning.quality.pii.internal.shape.Shape;
import java.util.ArrayList;
import java.util.List;

/**
 * Telephone numbers in the forms people write: international, North American, national with a trunk
 * zero, with an area code in brackets. Where digits alone could be anything, the words before decide.
 */
public final class PhoneShape implements Shape {
    /** The most digits of a number by ITU-T E.164, with the prefix 00 of an international call. */
    public static final int LONGEST = 17;

    /** Between two digits: a gap, brackets, a dot or a slash. */
    private static final String BETWEEN = "[" + Characters.GAP + "()./]{0,3}";

    /** One group of digits and what stands before it. */
    private record Group(String digits, String gapBefore, int end) {}

    @Override
    public String entity() {
        return "PHONE_NUMBER";
    }

    @Override
    public String pattern() {
        return "[+(]{0,2}[0-9](?:" + BETWEEN + "[0-9]){6,16}(?:[, ]{0,2}(?:x|ext\\.?|extension) ?[0-9]{1,6})?";
    }

    @Override
    public int accept(String text, int start, int end) {
        boolean attached = attached(text, start);
        if ((!attached && !Characters.numberStarts(text, start))
                || (text.charAt(start) != '+' && "-#/@$€£".indexOf(Characters.before(text, start)) >= 0)
                || Characters.before(text, start) == '+'
                || Characters.inHexGroups(text, start, end)
                || IbanShape.continues(text, start)) {
            return NONE;
        }
        int extension = extension(text, start, end);
        List<Group> groups = groups(text, start, extension);
        SpokenOf words = SpokenOf.before(text, start);
        if (words.deniedHere() && "+(".indexOf(text.charAt(start)) < 0) {
            return NONE;
        }
        for (int count = groups.size(); count > 0; count--) {
            int stop = groups.get(count - 1).end();
            if (ends(text, stop)
                    && (!attached || (count == 3 && northAmerican(groups.subList(0, count))))
                    && phone(groups.subList(0, count), words.orAfter(text, stop), Surroundings.of(text, start, stop))) {
                return count == groups.size() && extension < end && !Characters.wordAt(text, end) ? end : stop;
            }
        }
        return NONE;
    }

    /** Whether a word of at least four letters runs into the number, as in "contact630-596-1111". */
    private static boolean attached(String text, int start) {
        if (start < 4) {
            return false;
        }
        for (int i = start - 4; i < start; i++) {
            if (!Characters.asciiLetter(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Where the digits end and an extension begins. */
    private static int extension(String text, int start, int end) {
        for (int i = start; i < end; i++) {
            if (text.charAt(i) == 'x' || text.charAt(i) == 'e') {
                int stop = i;
                while (!Characters.digit(text.charAt(stop - 1))) {
                    stop--;
                }
                return stop;
            }
        }
        return end;
    }

    private static boolean ends(String text, int stop) {
        char next = Characters.at(text, stop);
        char after = Characters.at(text, stop + 1);
        if (next == 'x' && Characters.digit(after)) {
            return true;
        }
        boolean goesOn = (next == '-' || next == '/') && Characters.word(after);
        return Characters.numberEnds(text, stop) && (!goesOn || SpokenOf.labelAfter(text, stop));
    }

    private static List<Group> groups(String text, int start, int end) {
        List<Group> groups = new ArrayList<>();
        int gap = start;
        for (int i = start; i < end; ) {
            if (!Characters.digit(text.charAt(i))) {
                i++;
                continue;
            }
            int from = i;
            while (i < end && Characters.digit(text.charAt(i))) {
                i++;
            }
            String before = text.substring(gap, from);
            if (!groups.isEmpty() && parts(before, groups)) {
                break;
            }
            groups.add(new Group(text.substring(from, i), before, i));
            gap = i;
        }
        return groups;
    }

    /** Whether a gap parts two numbers: the end of a sentence, or a dash unlike the gaps before it. */
    private static boolean parts(String gap, List<Group> groups) {
        boolean dash = gap.length() == 3
                && groups.size() > 1
                && !gap.equals(groups.get(1).gapBefore());
        return dash || gap.startsWith(". ") || gap.startsWith("..");
    }

    private static boolean phone(List<Group> groups, SpokenOf words, Surroundings around) {
        StringBuilder joined = new StringBuilder();
        groups.forEach(group -> joined.append(group.digits()));
        String digits = joined.toString();
        String lead = groups.get(0).gapBefore();
        if (brackets(groups) < 0) {
            return false;
        }
        if (lead.indexOf('+') >= 0) {
            return international(digits);
        }
        if (DateForm.begins(groups.stream().map(Group::digits).toList()) || socialSecurity(groups)) {
            return false;
        }
        if (digits.length() >= 10 && digits.startsWith("00")) {
            return (groups.size() > 1 || words.clearly()) && international(digits.substring(2));
        }
        return northAmerican(groups)
                || (lead.indexOf('(') >= 0 && groups.size() > 1 && digits.length() >= 8 && digits.length() <= 13)
                || (words.clearly() && plausible(groups, digits.length()))
                || (!around.partOfMore() && unmarked(groups, digits, words, around));
    }

    /** The form of a US social security number, whether it is an assigned one or not. */
    private static boolean socialSecurity(List<Group> groups) {
        return groups.size() == 3
                && groups.get(0).digits().length() == 3
                && groups.get(0).gapBefore().isEmpty()
                && groups.get(1).digits().length() == 2
                && groups.get(1).gapBefore().equals("-")
                && groups.get(2).digits().length() == 4
                && groups.get(2).gapBefore().equals("-");
    }

    /** Forms that other numbers have too. */
    private static boolean unmarked(List<Group> groups, String digits, SpokenOf words, Surroundings around) {
        if (groups.size() == 1) {
            return (!around.inData() && bare(digits, words)) || trunk(groups, digits, words.clearly());
        }
        return trunk(groups, digits, words.clearly())
                || fiveAndFive(groups)
                || areaAndDash(groups)
                || (around.closed() && threeTimesThree(groups))
                || (words.perhaps() && !words.denied() && plausible(groups, digits.length()));
    }

    /** Three groups of three with spaces between, as in Poland and Spain. */
    private static boolean threeTimesThree(List<Group> groups) {
        return groups.size() == 3
                && groups.stream().allMatch(group -> group.digits().length() == 3)
                && groups.get(1).gapBefore().equals(" ")
                && groups.get(2).gapBefore().equals(" ");
    }

    /**
     * Digits without gaps where no word names a telephone: ten as the North American Numbering Plan assigns
     * them, or any nine to twelve after "at" or "to". Ten that begin with 1 are more often a time.
     */
    private static boolean bare(String digits, SpokenOf words) {
        if (words.denied() || digits.charAt(0) == '1') {
            return false;
        }
        boolean assigned = digits.length() == 10
                && digits.charAt(0) >= '2'
                && digits.charAt(3) >= '2'
                && !digits.startsWith("11", 1)
                && !digits.startsWith("11", 4);
        return assigned || (words.perhaps() && digits.length() >= 9 && digits.length() <= 12);
    }

    /** Two digits of an area, then four or five, a dash, and four. */
    private static boolean areaAndDash(List<Group> groups) {
        return groups.size() == 3
                && groups.get(0).digits().length() == 2
                && (groups.get(1).digits().length() == 4
                        || groups.get(1).digits().length() == 5)
                && groups.get(2).digits().length() == 4
                && groups.get(1).gapBefore().equals(" ")
                && groups.get(2).gapBefore().equals("-");
    }

    /** How many brackets there are; -1 where they do not pair. */
    private static int brackets(List<Group> groups) {
        int open = 0;
        int pairs = 0;
        for (Group group : groups) {
            for (int i = 0; i < group.gapBefore().length(); i++) {
                char c = group.gapBefore().charAt(i);
                open += c == '(' ? 1 : c == ')' ? -1 : 0;
                pairs += c == ')' ? 1 : 0;
                if (open < 0 || open > 1) {
                    return NONE;
                }
            }
        }
        return open == 0 ? pairs : NONE;
    }

    /** Country code and subscriber number have 8 to 15 digits by ITU-T E.164; +1 always has 11. */
    private static boolean international(String digits) {
        boolean northAmerican = digits.charAt(0) == '1';
        return digits.charAt(0) != '0'
                && digits.length() <= 15
                && (northAmerican ? digits.length() == 11 : digits.length() >= 8);
    }

    private static boolean northAmerican(List<Group> groups) {
        boolean country = groups.size() == 4 && groups.get(0).digits().equals("1");
        if (groups.size() != 3 && !country) {
            return false;
        }
        Group area = groups.get(country ? 1 : 0);
        Group exchange = groups.get(country ? 2 : 1);
        Group line = groups.get(country ? 3 : 2);
        if (area.digits().length() != 3
                || exchange.digits().length() != 3
                || line.digits().length() != 4) {
            return false;
        }
        boolean marked = area.gapBefore().indexOf('(') >= 0
                || (!line.gapBefore().equals(" ") && line.gapBefore().equals(exchange.gapBefore()));
        boolean valid = area.digits().charAt(0) >= '2' && exchange.digits().charAt(0) >= '2';
        return line.gapBefore().indexOf('/') < 0 && (marked || valid);
    }

    /** A national number that begins with the trunk zero. */
    private static boolean trunk(List<Group> groups, String digits, boolean spokenOf) {
        if (digits.length() < 9 || digits.length() > 13 || digits.charAt(0) != '0' || digits.charAt(1) == '0') {
            return false;
        }
        if (groups.size() == 1) {
            boolean mobile = (digits.charAt(1) == '6' || digits.charAt(1) == '7') && digits.length() >= 10;
            return mobile || spokenOf;
        }
        if (groups.size() == 2 && twoOfOthers(groups)) {
            return false;
        }
        boolean shortLast = groups.get(groups.size() - 1).digits().length() < 2;
        boolean shortFirst = groups.get(0).digits().length() < 2;
        return !shortLast && (!shortFirst || groups.get(0).gapBefore().indexOf('(') >= 0);
    }

    /** A ZIP code with its four more digits, or a number with a decimal point. */
    private static boolean twoOfOthers(List<Group> groups) {
        int first = groups.get(0).digits().length();
        String gap = groups.get(1).gapBefore();
        boolean zip = first == 5 && groups.get(1).digits().length() == 4 && gap.equals("-");
        return zip || (first == 1 && gap.equals("."));
    }

    private static boolean fiveAndFive(List<Group> groups) {
        return groups.size() == 2
                && groups.get(0).digits().length() == 5
                && groups.get(1).digits().length() == 5
                && groups.get(0).digits().charAt(0) >= '6'
                && Characters.gap(groups.get(1).gapBefore().charAt(0));
    }

    /** Good enough where the words before speak of a telephone: not a date, not an amount. */
    private static boolean plausible(List<Group> groups, int digits) {
        if (digits < 7 || digits > 12 || groups.size() > 6 || (groups.size() == 2 && twoOfOthers(groups))) {
            return false;
        }
        int first = groups.get(0).digits().length();
        int last = groups.get(groups.size() - 1).digits().length();
        boolean amount = groups.size() > 2
                && first < 3
                && groups.stream().skip(1).allMatch(group -> group.digits().length() == 3);
        return last >= 2 && !amount;
    }
}
