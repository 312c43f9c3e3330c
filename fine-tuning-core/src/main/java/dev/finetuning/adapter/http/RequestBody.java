package dev.finetuning.adapter.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** What a request sends. */
public interface RequestBody {
    /** What kind of content it is, as the header says it. */
    String contentType();

    /** How many bytes there are. */
    long length();

    /** The bytes, which the caller closes. */
    InputStream open() throws IOException;

    /** JSON in UTF-8. */
    static RequestBody json(String json) {
        return of("application/json", json.getBytes(StandardCharsets.UTF_8));
    }

    /** Bytes in memory, which are not copied and must not change. */
    static RequestBody of(String contentType, byte[] bytes) {
        return new RequestBody() {
            @Override
            public String contentType() {
                return contentType;
            }

            @Override
            public long length() {
                return bytes.length;
            }

            @Override
            public InputStream open() {
                return new ByteArrayInputStream(bytes);
            }
        };
    }
}
