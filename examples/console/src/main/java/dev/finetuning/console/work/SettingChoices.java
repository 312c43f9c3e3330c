package dev.finetuning.console.work;

import dev.finetuning.console.input.RefusedException;
import dev.finetuning.search.SearchSpace;
import dev.finetuning.search.Settings;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What people write about a setting that a search may choose: {@code 1..10} or {@code 0.01..10 log} for a range,
 * {@code 1, 2, 4} for a choice, {@code 3} for a constant.
 */
final class SettingChoices {
    private static final Pattern RANGE = Pattern.compile("(\\S{1,40})\\.\\.(\\S{1,40}?)(\\s+log)?");
    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,10}");
    private static final Pattern WORD = Pattern.compile("[\\p{L}\\p{N}._/-]{1,60}");
    private static final BigDecimal LARGEST = new BigDecimal("1e9");
    private static final int MOST = 50;

    private SettingChoices() {}

    /**
     * Adds a setting to a space.
     *
     * @param field the field of the form, for refusals
     * @param name the setting's name in a training request
     */
    static void add(SearchSpace.Builder space, String field, String name, String text) {
        Matcher range = RANGE.matcher(text.strip());
        try {
            if (range.matches()) {
                range(space, field, name, range);
            } else {
                space.choice(name, values(field, text));
            }
        } catch (IllegalArgumentException | IllegalStateException e) {
            throw RefusedException.invalid(field, String.valueOf(e.getMessage()));
        }
    }

    private static void range(SearchSpace.Builder space, String field, String name, Matcher range) {
        BigDecimal low = number(field, range.group(1));
        BigDecimal high = number(field, range.group(2));
        boolean logarithmic = range.group(3) != null;
        boolean whole = isWhole(range.group(1)) && isWhole(range.group(2));
        usable(field, name, whole ? (Object) low.longValue() : (Object) low.doubleValue());
        usable(field, name, whole ? (Object) high.longValue() : (Object) high.doubleValue());
        if (whole && logarithmic) {
            space.wholeLogarithmic(name, low.longValue(), high.longValue());
        } else if (whole) {
            space.whole(name, low.longValue(), high.longValue());
        } else if (logarithmic) {
            space.realLogarithmic(name, low.doubleValue(), high.doubleValue());
        } else {
            space.real(name, low.doubleValue(), high.doubleValue());
        }
    }

    private static Object[] values(String field, String text) {
        Set<Object> values = new LinkedHashSet<>();
        List<String> parts = new ArrayList<>(List.of(text.split(",", MOST + 1)));
        if (parts.size() > MOST) {
            throw RefusedException.invalid(field, "at most " + MOST + " values");
        }
        for (String part : parts) {
            values.add(value(field, part.strip()));
        }
        return values.toArray();
    }

    private static Object value(String field, String text) {
        if (text.equals("true") || text.equals("false")) {
            return Boolean.valueOf(text);
        }
        if (!text.isEmpty() && "-.0123456789".indexOf(text.charAt(0)) >= 0) {
            BigDecimal number = number(field, text);
            return isWhole(text) ? (Object) number.longValue() : (Object) number.doubleValue();
        }
        if (!WORD.matcher(text).matches()) {
            throw RefusedException.invalid(field, "write 1..10 or 0.01..10 log for a range, 1, 2, 4 for a choice");
        }
        return text;
    }

    private static boolean isWhole(String text) {
        return WHOLE.matcher(text).matches();
    }

    private static BigDecimal number(String field, String text) {
        try {
            BigDecimal number = new BigDecimal(text);
            if (number.abs().compareTo(LARGEST) <= 0 && Math.abs(number.scale()) <= 20) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw RefusedException.invalid(field, "is not a number, or not from -1e9 to 1e9: " + text);
    }

    /** A value that no training request can have is refused here rather than in every trial. */
    static void usable(String field, String name, Object value) {
        try {
            new Settings(Map.of(name, value)).hyperparameters();
        } catch (IllegalArgumentException e) {
            throw RefusedException.invalid(field, String.valueOf(e.getMessage()));
        }
    }
}
