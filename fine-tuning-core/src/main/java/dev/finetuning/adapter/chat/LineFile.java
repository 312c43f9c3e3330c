package dev.finetuning.adapter.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.finetuning.internal.content.UnpairedSurrogates;
import dev.finetuning.internal.jackson.Jackson;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** JSON, an object a line, as providers take training data and questions. Not thread-safe. */
public final class LineFile implements Closeable {
    private static final JsonMapper MAPPER = Jackson.mapper().build();
    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    private final JsonGenerator json;

    private LineFile(JsonGenerator json) {
        this.json = json;
    }

    /** Writes to a stream, which stays open. */
    public static LineFile to(OutputStream out) throws IOException {
        return new LineFile(MAPPER.getFactory()
                .createGenerator(out)
                .configure(JsonGenerator.Feature.AUTO_CLOSE_TARGET, false)
                .configure(JsonGenerator.Feature.FLUSH_PASSED_TO_STREAM, false)
                .configure(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8.mappedFeature(), true)
                .setRootValueSeparator(null));
    }

    /** The same behind a byte-order mark, which some providers want. */
    public static LineFile marked(OutputStream out) throws IOException {
        out.write(BYTE_ORDER_MARK);
        return to(out);
    }

    /** Writes a line. */
    public void write(Map<String, ?> line) throws IOException {
        json.writePOJO(line);
        json.writeRaw('\n');
    }

    /** Flushes what is left; the stream below stays open. */
    @Override
    public void close() throws IOException {
        json.close();
    }

    /**
     * Whether UTF-8 can carry every text in a JSON value. Jackson writes half a surrogate pair as an escape,
     * which no decoder turns into a character.
     */
    public static boolean carries(@Nullable Object value) {
        if (value instanceof String text) {
            return !UnpairedSurrogates.in(text);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .allMatch(e -> !UnpairedSurrogates.in(e.getKey().toString()) && carries(e.getValue()));
        }
        return !(value instanceof List<?> list) || list.stream().allMatch(LineFile::carries);
    }
}
