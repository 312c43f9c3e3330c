package dev.finetuning.openweights.internal;

import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.Incident;
import dev.finetuning.provider.NotFoundException;
import dev.finetuning.provider.OutcomeUnknownException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The failures of this provider. */
public final class Faults {
    /** The provider's name, which capabilities and failures carry. */
    public static final String PROVIDER = "open-weights";

    private Faults() {}

    /** The folder cannot be read or written. */
    public static ProviderFaultException disk(String operation, IOException e) {
        return new ProviderFaultException(
                Incident.of(PROVIDER, operation),
                "the pipeline's folder cannot be used: " + e.getClass().getSimpleName()
                        + "; check that it exists, is writable and has room",
                e);
    }

    /** A process did not do what it was started for. */
    public static ProviderFaultException process(String operation, String what, @Nullable Throwable cause) {
        return new ProviderFaultException(Incident.of(PROVIDER, operation), what, cause);
    }

    /** The same with a code that programs can tell it by. */
    public static ProviderFaultException coded(String operation, String code, String what) {
        return new ProviderFaultException(
                new Incident(PROVIDER, operation, OptionalInt.empty(), Optional.of(code), Optional.empty()),
                what,
                null);
    }

    /** Somebody else is at it. */
    public static RetryLaterException busy(String operation, String what) {
        return new RetryLaterException(Incident.of(PROVIDER, operation), what, null, null);
    }

    /** This pipeline does not do that. */
    public static CapabilityGoneException gone(String verb, String why) {
        return new CapabilityGoneException(Incident.of(PROVIDER, verb), verb, why, null);
    }

    /** What was asked for may have been done or not. */
    public static OutcomeUnknownException unknown(
            String operation, String what, @Nullable String mark, Throwable cause) {
        return new OutcomeUnknownException(Incident.of(PROVIDER, operation), what, mark, cause);
    }

    /** There is no such job, file or model. */
    public static NotFoundException notFound(String kind, String id) {
        return new NotFoundException(Incident.of(PROVIDER, "find " + kind), kind, id, null);
    }

    /** The request must be changed. */
    public static RequestRejectedException rejected(String operation, List<String> reasons) {
        return new RequestRejectedException(Incident.of(PROVIDER, operation), reasons, null);
    }
}
