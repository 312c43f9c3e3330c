package dev.finetuning.adapter.http;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads server-sent events, the format of the WHATWG's HTML standard, section 9.2: the data of each event.
 * Other fields and comments, by which hosts keep a connection alive, say nothing here.
 */
final class EventLines {
    /** No answer is anywhere near this. */
    static final int MAX_BYTES = 16 << 20;

    private static final String DATA = "data";

    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private final StringBuilder data = new StringBuilder();
    private boolean hasData;
    private boolean afterReturn;
    private boolean first = true;
    private int taken;

    /**
     * Reads more bytes.
     *
     * @return the data of the events that are complete now
     * @throws IOException if there are too many of them
     */
    List<String> read(byte[] bytes) throws IOException {
        taken += bytes.length;
        if (taken > MAX_BYTES) {
            throw new IOException("the answer has over " + MAX_BYTES + " bytes");
        }
        List<String> events = new ArrayList<>();
        for (byte each : bytes) {
            if (each == '\n' && afterReturn) {
                afterReturn = false;
                continue;
            }
            afterReturn = each == '\r';
            if (each == '\n' || each == '\r') {
                end(events);
            } else {
                line.write(each);
            }
        }
        return events;
    }

    private void end(List<String> events) {
        String text = line.toString(StandardCharsets.UTF_8);
        line.reset();
        if (first) {
            text = text.startsWith("\uFEFF") ? text.substring(1) : text;
            first = false;
        }
        if (text.isEmpty()) {
            dispatch(events);
            return;
        }
        int colon = text.indexOf(':');
        String field = colon < 0 ? text : text.substring(0, colon);
        if (field.equals(DATA)) {
            String value = colon < 0 ? "" : text.substring(colon + 1);
            data.append(hasData ? "\n" : "").append(value.startsWith(" ") ? value.substring(1) : value);
            hasData = true;
        }
    }

    /** What a host that forgets the last blank line has sent; the standard drops it. */
    List<String> rest() {
        List<String> events = new ArrayList<>();
        if (line.size() > 0) {
            end(events);
        }
        dispatch(events);
        return events;
    }

    private void dispatch(List<String> events) {
        if (hasData) {
            events.add(data.toString());
        }
        data.setLength(0);
        hasData = false;
    }
}
