package dev.finetuning.mistral.tokens;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import dev.finetuning.internal.jackson.Jackson;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON as Python's {@code json.dumps(value, ensure_ascii=False)} writes it, because that is the text which
 * the reference tokenizer sees: a space behind comma and colon, floats as {@code repr} has them.
 */
final class PythonJson {
    private static final ObjectReader READER = Jackson.mapper()
            .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(Object.class);
    private static final int LONGEST_DOUBLE = 17;
    private static final int FIRST_EXPONENT_ABOVE = 16;
    private static final int LAST_EXPONENT_BELOW = -4;

    private PythonJson() {}

    /** What the text means as JSON, or the text itself where it is none. */
    static @Nullable Object parsedOrText(String text) {
        try {
            // an empty text is no value, neither here nor there
            return text.isBlank() ? text : READER.readValue(text);
        } catch (JsonProcessingException e) {
            return text;
        }
    }

    static String of(@Nullable Object value) {
        StringBuilder json = new StringBuilder();
        write(value, json);
        return json.toString();
    }

    private static void write(@Nullable Object value, StringBuilder json) {
        if (value instanceof String text) {
            string(text, json);
        } else if (value instanceof Map<?, ?> map) {
            object(map, json);
        } else if (value instanceof List<?> list) {
            array(list, json);
        } else if (value instanceof Double || value instanceof Float || value instanceof BigDecimal) {
            json.append(repr(((Number) value).doubleValue()));
        } else {
            json.append(value);
        }
    }

    private static void object(Map<?, ?> map, StringBuilder json) {
        json.append('{');
        for (Iterator<? extends Map.Entry<?, ?>> entries = map.entrySet().iterator(); entries.hasNext(); ) {
            Map.Entry<?, ?> entry = entries.next();
            string(String.valueOf(entry.getKey()), json);
            json.append(": ");
            write(entry.getValue(), json);
            json.append(entries.hasNext() ? ", " : "");
        }
        json.append('}');
    }

    private static void array(List<?> list, StringBuilder json) {
        json.append('[');
        for (int i = 0; i < list.size(); i++) {
            json.append(i == 0 ? "" : ", ");
            write(list.get(i), json);
        }
        json.append(']');
    }

    private static void string(String text, StringBuilder json) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            character(text.charAt(i), json);
        }
        json.append('"');
    }

    private static void character(char c, StringBuilder json) {
        switch (c) {
            case '"' -> json.append("\\\"");
            case '\\' -> json.append("\\\\");
            case '\n' -> json.append("\\n");
            case '\r' -> json.append("\\r");
            case '\t' -> json.append("\\t");
            case '\f' -> json.append("\\f");
            case '\b' -> json.append("\\b");
            default -> {
                if (c < ' ') {
                    json.append("\\u00").append(c < 0x10 ? "0" : "").append(Integer.toHexString(c));
                } else {
                    json.append(c);
                }
            }
        }
    }

    /** The fewest digits that read back as the same number, in the layout of Python's {@code repr}. */
    private static String repr(double number) {
        if (!Double.isFinite(number)) {
            return Double.toString(number);
        }
        if (number == 0) {
            return 1 / number < 0 ? "-0.0" : "0.0";
        }
        BigDecimal shortest = shortest(number);
        int exponent = shortest.precision() - shortest.scale() - 1;
        if (exponent < LAST_EXPONENT_BELOW || exponent >= FIRST_EXPONENT_ABOVE) {
            return scientific(shortest, exponent);
        }
        String plain = shortest.toPlainString();
        return plain.indexOf('.') < 0 ? plain + ".0" : plain;
    }

    private static BigDecimal shortest(double number) {
        BigDecimal exact = new BigDecimal(number);
        for (int digits = 1; digits < LONGEST_DOUBLE; digits++) {
            BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
            if (rounded.doubleValue() == number) {
                return rounded.stripTrailingZeros();
            }
        }
        return exact.round(new MathContext(LONGEST_DOUBLE, RoundingMode.HALF_EVEN))
                .stripTrailingZeros();
    }

    private static String scientific(BigDecimal shortest, int exponent) {
        String digits = shortest.unscaledValue().abs().toString();
        String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
        int size = Math.abs(exponent);
        return (shortest.signum() < 0 ? "-" : "") + mantissa + "e" + (exponent < 0 ? "-" : "+") + (size < 10 ? "0" : "")
                + size;
    }
}
