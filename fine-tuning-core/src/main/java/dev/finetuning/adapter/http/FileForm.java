package dev.finetuning.adapter.http;

import dev.finetuning.adapter.SpooledData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The multipart form in which a file, or a section of one, travels. The bytes are streamed from disk, and
 * their number is known beforehand. Immutable.
 */
public final class FileForm implements RequestBody {
    private final SpooledData data;
    private final String field;
    private final long offset;
    private final long length;
    private final Map<String, String> texts;

    private FileForm(SpooledData data, String field, long offset, long length, Map<String, String> texts) {
        this.data = data;
        this.field = field;
        this.offset = offset;
        this.length = length;
        this.texts = Collections.unmodifiableMap(new LinkedHashMap<>(texts));
    }

    /** A whole file in the field {@code file}, behind these texts. */
    public static FileForm of(SpooledData data, Map<String, String> texts) {
        return new FileForm(data, "file", 0, data.bytes(), texts);
    }

    /** A section of a file in the field {@code data}. */
    public static FileForm section(SpooledData data, long offset, long length) {
        return new FileForm(data, "data", offset, length, Map.of());
    }

    /** No file can hold its own hash, so the boundary never occurs inside. */
    private String boundary() {
        return "fine-tuning-" + data.md5();
    }

    @Override
    public String contentType() {
        return "multipart/form-data; boundary=" + boundary();
    }

    private byte[] head() {
        StringBuilder head = new StringBuilder();
        texts.forEach((name, value) -> head.append("--")
                .append(boundary())
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(name)
                .append("\"\r\n\r\n")
                .append(value)
                .append("\r\n"));
        head.append("--")
                .append(boundary())
                .append("\r\nContent-Disposition: form-data; name=\"")
                .append(field)
                .append("\"; filename=\"")
                .append(data.name())
                .append("\"\r\nContent-Type: application/jsonl\r\n\r\n");
        return head.toString().getBytes(StandardCharsets.UTF_8);
    }

    private byte[] tail() {
        return ("\r\n--" + boundary() + "--\r\n").getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public long length() {
        return head().length + length + tail().length;
    }

    @Override
    public InputStream open() throws IOException {
        InputStream section = new Section(data.file(), offset, length);
        return new SequenceInputStream(Collections.enumeration(
                List.of(new ByteArrayInputStream(head()), section, new ByteArrayInputStream(tail()))));
    }

    /** Some consecutive bytes of a file, read from disk as they are asked for. */
    private static final class Section extends InputStream {
        private final FileChannel channel;
        private long remaining;

        Section(Path file, long offset, long length) throws IOException {
            channel = FileChannel.open(file, StandardOpenOption.READ).position(offset);
            remaining = length;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            if (length == 0) {
                return 0;
            }
            if (remaining <= 0) {
                return -1;
            }
            int count = channel.read(ByteBuffer.wrap(target, offset, (int) Math.min(length, remaining)));
            remaining -= Math.max(0, count);
            return count;
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
