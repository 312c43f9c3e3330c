package dev.finetuning.source;

import dev.finetuning.example.Origin;
import dev.finetuning.internal.json.JsonFault;
import dev.finetuning.internal.json.JsonLimits;
import dev.finetuning.internal.json.JsonText;
import dev.finetuning.internal.json.StrictJson;
import dev.finetuning.internal.json.Utf8;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One raw record: named fields in order, as JSON values ({@code Map}, {@code List}, {@code String}, {@code
 * Number}, {@code Boolean}, null). A record read from JSON is parsed on first use, so that a format can
 * parse the bytes itself. Effectively immutable; thread-safe.
 */
public final class SourceRecord implements ReadResult {
    private final Origin origin;
    private final ReadLimits limits;
    private final byte[] bytes;
    private final int offset;
    private final int length;
    private volatile @Nullable Map<String, Object> fields;

    private SourceRecord(
            Origin origin,
            ReadLimits limits,
            byte[] bytes,
            int offset,
            int length,
            @Nullable Map<String, Object> fields) {
        this.origin = origin;
        this.limits = limits;
        this.bytes = bytes;
        this.offset = offset;
        this.length = length;
        this.fields = fields;
    }

    /** A record with the given fields. The map is not copied and must not change. */
    public static SourceRecord of(Map<String, Object> fields, Origin origin) {
        return new SourceRecord(origin, ReadLimits.DEFAULT, new byte[0], 0, 0, fields);
    }

    /** A record given as JSON in a byte array. The array is not copied and must not change. */
    public static SourceRecord ofJson(Origin origin, ReadLimits limits, byte[] bytes, int offset, int length) {
        return new SourceRecord(origin, limits, bytes, offset, length, null);
    }

    @Override
    public Origin origin() {
        return origin;
    }

    /** The limits for parsing it. */
    public ReadLimits limits() {
        return limits;
    }

    /**
     * The fields by name, in order.
     *
     * @throws MalformedRecordException if the record is not one strict JSON object
     */
    public Map<String, Object> fields() {
        Map<String, Object> known = fields;
        if (known == null) {
            known = parse();
            fields = known;
        }
        return known;
    }

    /**
     * The record as unparsed JSON in well-formed UTF-8. The buffer shares the reader's array and must not
     * be changed.
     *
     * @throws MalformedRecordException if the bytes are not UTF-8 or contain half of a surrogate pair
     */
    public ByteBuffer json() {
        try {
            Utf8.check(bytes, offset, offset, offset + length);
        } catch (JsonFault e) {
            throw malformed(e);
        }
        return rawJson();
    }

    /** The record's bytes without any check, for a format whose own parser checks them. */
    public ByteBuffer rawJson() {
        Map<String, Object> known = fields;
        return known != null && length == 0
                ? ByteBuffer.wrap(JsonText.bytes(known))
                : ByteBuffer.wrap(bytes, offset, length);
    }

    /** An exception that reports a problem with this record. */
    public MalformedRecordException malformed(String code, String pointer, String message, String remedy) {
        return new MalformedRecordException(new RejectedRecord(origin, code, pointer, message, remedy));
    }

    /** Parses the record if necessary; the reason if that fails, otherwise empty. */
    Optional<RejectedRecord> flaw() {
        try {
            fields();
            return Optional.empty();
        } catch (MalformedRecordException e) {
            return Optional.of(e.rejection());
        }
    }

    private Map<String, Object> parse() {
        StrictJson json =
                StrictJson.of(new JsonLimits(limits.maxDepth(), limits.maxStringLength(), limits.maxNumberLength()));
        try {
            return json.unseen(bytes, offset, length, StrictJson::object);
        } catch (JsonFault e) {
            throw malformed(e);
        }
    }

    private MalformedRecordException malformed(JsonFault fault) {
        return malformed(fault.code(), fault.pointer(), fault.reason(), fault.remedy());
    }

    /** The origin, without content. */
    @Override
    public String toString() {
        return "SourceRecord[" + origin + "]";
    }
}
