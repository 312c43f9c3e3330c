package dev.finetuning.adapter;

import dev.finetuning.provider.CapabilityGoneException;
import dev.finetuning.provider.CredentialsException;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RequestRejectedException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.TrainingFile;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * Uploads a file whose name contains the hash of its content. A file that the provider already has is not sent,
 * and a file that arrived although its answer was lost is found. If the provider forbids listing, the file is
 * sent in any case.
 */
public final class ContentUpload {
    private static final int ATTEMPTS = 3;

    private final SpooledData data;
    private final Supplier<Stream<TrainingFile>> list;
    private final Function<SpooledData, TrainingFile> send;

    private ContentUpload(
            SpooledData data, Supplier<Stream<TrainingFile>> list, Function<SpooledData, TrainingFile> send) {
        this.data = data;
        this.list = list;
        this.send = send;
    }

    /**
     * The file at the provider, sent if necessary; up to three times, because repeating does no harm.
     *
     * @param list the provider's usable files
     * @param send sends it once
     * @throws ProviderException the failure of the last attempt
     */
    public static TrainingFile run(
            SpooledData data, Supplier<Stream<TrainingFile>> list, Function<SpooledData, TrainingFile> send) {
        ContentUpload upload = new ContentUpload(data, list, send);
        return upload.find().orElseGet(upload::send);
    }

    private Optional<TrainingFile> find() {
        try (Stream<TrainingFile> all = list.get()) {
            return all.filter(file -> file.name().equals(data.name()))
                    .filter(file -> file.bytes().orElse(data.bytes()) == data.bytes())
                    .findFirst();
        } catch (RequestRejectedException | CapabilityGoneException | CredentialsException e) {
            // the provider does not let us look; if it refuses the upload too, that failure says why
            return Optional.empty();
        }
    }

    private TrainingFile send() {
        for (int attempt = 1; ; attempt++) {
            try {
                return send.apply(data);
            } catch (RetryLaterException | ProviderFaultException e) {
                Optional<TrainingFile> arrived = arrived(e);
                if (arrived.isPresent()) {
                    return arrived.get();
                }
                if (attempt == ATTEMPTS
                        || asksToWait(e)
                        || Thread.currentThread().isInterrupted()) {
                    throw e;
                }
            }
        }
    }

    /** Whether the provider named a time to wait, other than none. */
    public static boolean asksToWait(ProviderException failure) {
        return failure instanceof RetryLaterException busy
                && busy.retryAfter().filter(wait -> !wait.isZero()).isPresent();
    }

    private Optional<TrainingFile> arrived(ProviderException failure) {
        try {
            return find();
        } catch (ProviderException e) {
            failure.addSuppressed(e);
            throw failure;
        }
    }
}
