package dev.finetuning.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request is wrong and must be changed before it is sent again. Thrown before anything is sent if the
 * capabilities already rule it out, otherwise after the provider refused it.
 */
public class RequestRejectedException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    /** An exception with everything that is wrong, one reason each. */
    public RequestRejectedException(Incident incident, List<String> reasons, @Nullable Throwable cause) {
        super(incident, String.join("; ", reasons), cause);
        this.reasons = List.copyOf(reasons);
    }

    /** Everything that is wrong, one reason each. */
    public List<String> reasons() {
        return reasons;
    }
}
