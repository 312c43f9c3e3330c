package dev.finetuning.console.input;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The fields of a form or of a JSON object, as texts. An empty field is an absent one. Immutable. */
public final class Fields {
    private static final int MAX_TEXT = 100_000;
    private static final Pattern NAME = Pattern.compile("[\\p{L}\\p{N}._+()& -]+");

    private final Map<String, String> texts;

    private Fields(Map<String, String> texts) {
        this.texts = Map.copyOf(texts);
    }

    /** Fields with their texts. */
    public static Fields of(Map<String, String> texts) {
        return new Fields(texts);
    }

    /**
     * A field's text without surrounding blanks.
     *
     * @throws RefusedException if it is too long, or has half of a surrogate pair, which no file can hold
     */
    public Optional<String> text(String name) {
        String text = texts.getOrDefault(name, "").strip();
        if (text.codePoints().anyMatch(Fields::isHalf)) {
            throw RefusedException.invalid(name, "has half of a surrogate pair; send the whole character");
        }
        if (text.length() > MAX_TEXT) {
            throw RefusedException.invalid(name, "at most " + MAX_TEXT + " characters");
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }

    /** A field's text of limited length. */
    public Optional<String> text(String name, int most) {
        Optional<String> text = text(name);
        if (text.isPresent() && text.get().length() > most) {
            throw RefusedException.invalid(name, "at most " + most + " characters");
        }
        return text;
    }

    /** The text of a field that must be there. */
    public String require(String name) {
        return text(name).orElseThrow(() -> RefusedException.invalid(name, "must be given"));
    }

    /** A name that models and datasets may have, and that can be a part of an address. */
    public String name(String field) {
        return checkName(field, require(field));
    }

    /** Checks such a name. */
    public static String checkName(String field, String name) {
        if (name.length() > 128 || !NAME.matcher(name).matches() || name.startsWith(".")) {
            throw RefusedException.invalid(
                    field, "has 1 to 128 letters, digits, blanks and ._+()&- and does not begin with a point");
        }
        return name;
    }

    /** A number within a range. */
    public OptionalDouble number(String name, double least, double most) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return OptionalDouble.empty();
        }
        double number = parse(name, text.get()).doubleValue();
        if (!(number >= least && number <= most)) {
            throw RefusedException.invalid(name, "must be from " + plain(least) + " to " + plain(most));
        }
        return OptionalDouble.of(number);
    }

    /** A whole number within a range. */
    public OptionalInt whole(String name, int least, int most) {
        OptionalDouble number = number(name, least, most);
        if (number.isPresent() && number.getAsDouble() != Math.rint(number.getAsDouble())) {
            throw RefusedException.invalid(name, "must be a whole number");
        }
        return number.isPresent() ? OptionalInt.of((int) number.getAsDouble()) : OptionalInt.empty();
    }

    /** An amount of money, at least nothing. */
    public Optional<BigDecimal> amount(String name) {
        Optional<BigDecimal> amount = text(name).map(text -> parse(name, text));
        if (amount.isPresent()
                && (amount.get().signum() < 0
                        || amount.get().precision() > 12
                        || amount.get().scale() > 6)) {
            throw RefusedException.invalid(name, "must be an amount of at most 12 digits");
        }
        return amount;
    }

    /** A time, or the beginning of a day in UTC. */
    public Optional<Instant> time(String name) {
        try {
            return text(name)
                    .map(text -> text.length() == 10
                            ? LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC)
                            : Instant.parse(text));
        } catch (DateTimeException e) {
            throw RefusedException.invalid(name, "must be a date or a time such as 2026-11-29T12:00:00Z");
        }
    }

    /** A seed. */
    public OptionalLong seed(String name) {
        OptionalInt whole = whole(name, 0, Integer.MAX_VALUE);
        return whole.isPresent() ? OptionalLong.of(whole.getAsInt()) : OptionalLong.empty();
    }

    /** Whether a box is ticked, or a JSON value is true. */
    public boolean flag(String name) {
        String text = texts.getOrDefault(name, "");
        return text.equals("on") || text.equals("true");
    }

    private static BigDecimal parse(String name, String text) {
        try {
            if (text.length() > 40) {
                throw new NumberFormatException("long");
            }
            return new BigDecimal(text);
        } catch (NumberFormatException e) {
            throw RefusedException.invalid(name, "must be a number");
        }
    }

    private static String plain(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }
}
