package dev.finetuning.internal.content;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * SHA-256 over an unambiguous form of JSON values: every value has a kind and a length in front, the keys of
 * an object are sorted, numbers are equal when their values are. Two sequences of values have the same digest
 * exactly where they are the same. Not thread-safe; {@link #end} makes it ready for the next sequence.
 */
public final class CanonicalDigest {
    private final MessageDigest digest = Sha256.start();
    private final byte[] head = new byte[5];

    /** The 64 lower-case hexadecimal digits of one JSON value. */
    public static String hex(@Nullable Object value) {
        CanonicalDigest digest = new CanonicalDigest();
        digest.value(value);
        return HexFormat.of().formatHex(digest.end());
    }

    /** Adds a JSON value: a map, list, string, number, boolean or null. */
    public void value(@Nullable Object value) {
        if (value == null) {
            head('0', 0);
        } else if (value instanceof String text) {
            text('S', text);
        } else if (value instanceof Map<?, ?> map) {
            object(map);
        } else if (value instanceof List<?> elements) {
            head('A', elements.size());
            for (Object element : elements) {
                value(element);
            }
        } else if (value instanceof Number number) {
            text('N', number(number));
        } else {
            text('B', value.toString());
        }
    }

    /** Adds a text of a kind of its own, so that it is equal to no text of another kind. */
    public void text(char kind, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        head(kind, bytes.length);
        digest.update(bytes);
    }

    /** Says that so many things of a kind follow. */
    public void head(char kind, int length) {
        head[0] = (byte) kind;
        head[1] = (byte) (length >>> 24);
        head[2] = (byte) (length >>> 16);
        head[3] = (byte) (length >>> 8);
        head[4] = (byte) length;
        digest.update(head);
    }

    /** Adds bytes as they are, such as the digests of parts. */
    public void bytes(byte[] bytes) {
        digest.update(bytes);
    }

    /** The 32 bytes over everything added since the last call. */
    public byte[] end() {
        return digest.digest();
    }

    private void object(Map<?, ?> map) {
        Map<String, @Nullable Object> sorted = new TreeMap<>();
        for (Map.Entry<?, ? extends @Nullable Object> entry : map.entrySet()) {
            sorted.put(String.valueOf(entry.getKey()), entry.getValue());
        }
        head('O', sorted.size());
        for (Map.Entry<String, @Nullable Object> entry : sorted.entrySet()) {
            text('K', entry.getKey());
            value(entry.getValue());
        }
    }

    /** Equal for equal numbers of any type; infinities and NaN, which no decimal has, by their names. */
    private static String number(Number number) {
        if (number instanceof Double && !Double.isFinite(number.doubleValue())) {
            return number.toString();
        }
        BigDecimal decimal = number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
        return decimal.stripTrailingZeros().toString();
    }
}
