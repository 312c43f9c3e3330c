package dev.finetuning.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The provider has no job, file or model with this id. A new model may simply not be served yet. */
public final class NotFoundException extends RequestRejectedException {
    private static final long serialVersionUID = 1L;

    private final String id;

    /**
     * An exception for an unknown id.
     *
     * @param kind what was looked for: {@code "job"}, {@code "file"}, {@code "model"}
     */
    public NotFoundException(Incident incident, String kind, String id, @Nullable Throwable cause) {
        super(incident, List.of("no " + kind + " with the id " + id), cause);
        this.id = id;
    }

    /**
     * An exception for an unknown id, with the provider's message.
     *
     * @param kind what was looked for: {@code "job"}, {@code "file"}, {@code "model"}
     */
    public NotFoundException(Incident incident, String kind, String id, String words, @Nullable Throwable cause) {
        super(incident, List.of("no " + kind + " with the id " + id, words), cause);
        this.id = id;
    }

    /** The unknown id. */
    public String id() {
        return id;
    }
}
