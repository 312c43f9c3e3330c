package dev.finetuning.adapter.http;

import dev.finetuning.adapter.WireObject;
import dev.finetuning.provider.ProviderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the events of an answer while they arrive, up to the one that says it is over. */
final class ArrivingEvents implements ArrivingBytes.Reader {
    private static final String OVER = "[DONE]";

    private final EventLines lines = new EventLines();
    private final Consumer<WireObject> events;
    private final Function<String, ProviderException> nonsense;
    private boolean begun;
    private boolean over;

    /**
     * A reader.
     *
     * @param events takes each event's JSON
     * @param nonsense the failure of an event that is none, by what is wrong about it
     */
    ArrivingEvents(Consumer<WireObject> events, Function<String, ProviderException> nonsense) {
        this.events = events;
        this.nonsense = nonsense;
    }

    /** Whether the answer came in events. */
    boolean begun() {
        return begun;
    }

    @Override
    public boolean read(byte[] bytes) {
        begun = true;
        try {
            take(lines.read(bytes));
        } catch (IOException e) {
            throw nonsense.apply(String.valueOf(e.getMessage()));
        }
        return !over;
    }

    /** The answer has ended. */
    void end() {
        try {
            take(lines.rest());
        } catch (IOException e) {
            throw nonsense.apply(String.valueOf(e.getMessage()));
        }
    }

    private void take(List<String> data) throws IOException {
        for (String each : data) {
            over |= each.strip().equals(OVER);
            if (over) {
                return;
            }
            WireObject event = WireObject.parse(each.getBytes(StandardCharsets.UTF_8));
            if (event.hasObject("error") || event.text("error").isPresent()) {
                throw nonsense.apply(ErrorBody.in(event).orElse("the host broke off"));
            }
            events.accept(event);
        }
    }
}
