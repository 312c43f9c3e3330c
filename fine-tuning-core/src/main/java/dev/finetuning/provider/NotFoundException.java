package dev.finetuning.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider knows no job, file or model of that id; a new model may simply not be served yet. */
public final class NotFoundException extends RequestRejectedException {
    private static final long serialVersionUID = 1L;

    private final String id;

    /**
     * Names what was not found.
     *
     * @param kind what was looked for: {@code "job"}, {@code "file"}, {@code "model"}
     */
    public NotFoundException(Incident incident, String kind, String id, @Nullable Throwable cause) {
        super(incident, List.of("no " + kind + " with the id " + id), cause);
        this.id = id;
    }

    /**
     * Names what was not found, and keeps what the provider said.
     *
     * @param kind what was looked for: {@code "job"}, {@code "file"}, {@code "model"}
     */
    public NotFoundException(Incident incident, String kind, String id, String words, @Nullable Throwable cause) {
        super(incident, List.of("no " + kind + " with the id " + id, words), cause);
        this.id = id;
    }

    /** The id nobody answered to. */
    public String id() {
        return id;
    }
}
