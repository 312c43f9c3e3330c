package dev.finetuning.schema;

import dev.finetuning.internal.content.Sha256;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A value that is judged, as a tree whose nodes have numbers, so that what was found out about one of them can
 * be remembered.
 */
final class Instance {
    /** What JSON knows. */
    enum Kind {
        OBJECT,
        ARRAY,
        STRING,
        NUMBER,
        BOOLEAN,
        NULL
    }

    final int id;
    final Kind kind;
    /** The members of an object or the elements of an array. */
    final List<Instance> children = new ArrayList<>();
    /** The keys of an object, in the order of the children. */
    final List<String> names = new ArrayList<>();

    private final Map<String, Integer> places = new HashMap<>();
    private final @Nullable Object scalar;
    private @Nullable ByteBuffer identity;

    private Instance(int id, Kind kind, @Nullable Object scalar) {
        this.id = id;
        this.kind = kind;
        this.scalar = scalar;
    }

    /**
     * The tree of a JSON value; empty where it is nested more than {@link SchemaRun#MAX_DEPTH} deep.
     *
     * @throws IllegalArgumentException if it holds anything but JSON values
     */
    static Optional<Instance> of(@Nullable Object value) {
        Numbering numbering = new Numbering();
        Instance root = of(value, numbering, 0);
        return numbering.tooDeep ? Optional.empty() : Optional.of(root);
    }

    /** The numbers of the nodes. */
    private static final class Numbering {
        private int next;
        private boolean tooDeep;
    }

    private static Instance of(@Nullable Object value, Numbering ids, int depth) {
        if (depth > SchemaRun.MAX_DEPTH) {
            ids.tooDeep = true;
            return new Instance(ids.next++, Kind.NULL, null);
        }
        int id = ids.next++;
        if (value instanceof Map<?, ?> map) {
            Instance object = new Instance(id, Kind.OBJECT, null);
            map.forEach((name, child) -> {
                object.places.put(String.valueOf(name), object.names.size());
                object.names.add(String.valueOf(name));
                object.children.add(of(child, ids, depth + 1));
            });
            return object;
        }
        if (value instanceof List<?> list) {
            Instance array = new Instance(id, Kind.ARRAY, null);
            list.forEach(child -> array.children.add(of(child, ids, depth + 1)));
            return array;
        }
        return scalar(id, value);
    }

    private static Instance scalar(int id, @Nullable Object value) {
        if (value == null) {
            return new Instance(id, Kind.NULL, null);
        }
        if (value instanceof String) {
            return new Instance(id, Kind.STRING, value);
        }
        if (value instanceof Boolean) {
            return new Instance(id, Kind.BOOLEAN, value);
        }
        boolean finite = !(value instanceof Double d && !Double.isFinite(d))
                && !(value instanceof Float f && !Float.isFinite(f));
        if (value instanceof Number number && finite) {
            return new Instance(id, Kind.NUMBER, decimal(number));
        }
        throw new IllegalArgumentException(
                "not a JSON value: an instance of " + value.getClass().getName());
    }

    /** A text by itself. */
    static Instance text(String text) {
        return new Instance(0, Kind.STRING, text);
    }

    static BigDecimal decimal(Number number) {
        return number instanceof BigDecimal exact ? exact : new BigDecimal(number.toString());
    }

    /** The place of a member, or -1 where there is none of the name. */
    int place(String name) {
        return places.getOrDefault(name, -1);
    }

    boolean isContainer() {
        return kind == Kind.OBJECT || kind == Kind.ARRAY;
    }

    String text() {
        return String.valueOf(scalar);
    }

    BigDecimal number() {
        return scalar instanceof BigDecimal number ? number : BigDecimal.ZERO;
    }

    boolean isWhole() {
        return kind == Kind.NUMBER
                && (number().signum() == 0 || number().stripTrailingZeros().scale() <= 0);
    }

    /** Equal for equal values: numbers by value, objects whatever the order of their members. */
    ByteBuffer identity() {
        ByteBuffer known = identity;
        if (known == null) {
            known = ByteBuffer.wrap(hash());
            identity = known;
        }
        return known;
    }

    private byte[] hash() {
        MessageDigest digest = Sha256.start();
        digest.update(kind.name().getBytes(StandardCharsets.US_ASCII));
        if (kind == Kind.OBJECT) {
            IntStream.range(0, names.size())
                    .boxed()
                    .sorted(Comparator.comparing(names::get))
                    .forEach(i -> {
                        digest.update(Sha256.of(names.get(i)));
                        digest.update(children.get(i).identity().array());
                    });
        } else if (kind == Kind.ARRAY) {
            children.forEach(child -> digest.update(child.identity().array()));
        } else if (kind == Kind.NUMBER) {
            BigDecimal exact = number().stripTrailingZeros();
            BigInteger digits = exact.unscaledValue();
            digest.update(digits.toByteArray());
            digest.update(("e" + (digits.signum() == 0 ? 0 : -exact.scale())).getBytes(StandardCharsets.UTF_8));
        } else {
            digest.update(text().getBytes(StandardCharsets.UTF_16BE));
        }
        return digest.digest();
    }
}
