package dev.finetuning.quality.pii.internal.phone;

import java.util.List;

/** Groups of digits that a date or a span of years begins with. */
public final class DateForm {
    private DateForm() {}

    public static boolean begins(List<String> groups) {
        if (groups.size() < 2) {
            return false;
        }
        boolean years = groups.size() == 2 && year(groups.get(0)) && year(groups.get(1));
        if (years || groups.size() < 3) {
            return years;
        }
        boolean yearFirst = year(groups.get(0)) && within(groups.get(1), 31) && within(groups.get(2), 31);
        boolean yearLast = within(groups.get(0), 31) && within(groups.get(1), 31) && year(groups.get(2));
        return yearFirst || yearLast;
    }

    private static boolean year(String digits) {
        return digits.length() == 4 && (digits.startsWith("19") || digits.startsWith("20"));
    }

    private static boolean within(String digits, int most) {
        return digits.length() <= 2 && Integer.parseInt(digits) <= most;
    }
}
