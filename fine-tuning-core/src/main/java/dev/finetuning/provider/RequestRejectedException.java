package dev.finetuning.provider;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The request itself is wrong and must be changed before it is sent again. Thrown before anything is
 * sent where the capabilities already tell, otherwise on the provider's word.
 */
public class RequestRejectedException extends ProviderException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> reasons;

    /** With where it happened and all that is wrong, one reason each. */
    public RequestRejectedException(Incident incident, List<String> reasons, @Nullable Throwable cause) {
        super(incident, String.join("; ", reasons), cause);
        this.reasons = List.copyOf(reasons);
    }

    /** All that is wrong, one reason each. */
    public List<String> reasons() {
        return reasons;
    }
}
