package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.mistral.wire.MistralResources;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.TrainingFile;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** {@code /v1/files}: uploading once by content, finding, listing, downloading and deleting. */
final class FileEndpoint implements MistralFiles {
    private static final String FILES = "/v1/files";
    private static final long LARGEST_FILE = 512L << 20;
    private static final long LONGEST_HOURS = 168;

    private final Connection connection;

    FileEndpoint(Connection connection) {
        this.connection = connection;
    }

    /** Sends the data, unless the host has the same content under the same name already. */
    TrainingFile upload(SpooledData data, String purpose) {
        if (data.bytes() > LARGEST_FILE) {
            throw connection
                    .exchange()
                    .failures()
                    .rejected(
                            "upload",
                            List.of("the file has " + data.bytes() + " bytes, the host takes " + LARGEST_FILE
                                    + "; a job takes several files"));
        }
        return find(data, purpose).orElseGet(() -> sendOnce(data, purpose));
    }

    private Optional<TrainingFile> find(SpooledData data, String purpose) {
        WireRequest list = WireRequest.get(FILES).with("purpose", purpose).with("search", data.name());
        try (Stream<TrainingFile> all = list(list)) {
            return all.filter(file -> file.name().equals(data.name()))
                    .filter(file -> file.bytes().orElse(data.bytes()) == data.bytes())
                    .filter(file -> file.status()
                            .filter(MistralResources.DELETED::equals)
                            .isEmpty())
                    .findFirst();
        }
    }

    private TrainingFile sendOnce(SpooledData data, String purpose) {
        try {
            return send(data, purpose);
        } catch (RetryLaterException | ProviderFaultException e) {
            return arrivedAllTheSame(data, purpose, e);
        }
    }

    /** An upload whose answer was lost may have arrived; then it is not sent again. */
    private TrainingFile arrivedAllTheSame(SpooledData data, String purpose, ProviderException failure) {
        try {
            return find(data, purpose).orElseThrow(() -> failure);
        } catch (ProviderException e) {
            throw failure;
        }
    }

    private TrainingFile send(SpooledData data, String purpose) {
        Call call = Call.repeatable("upload", "", "");
        WireRequest request =
                WireRequest.upload(FILES, new MultipartUpload(data, purpose), connection.sending(data.bytes()));
        return file(call, connection.exchange().send(call, request));
    }

    private TrainingFile file(Call call, Exchange.Answer answer) {
        return MistralResources.file(answer.body())
                .orElseThrow(() -> connection
                        .exchange()
                        .failures()
                        .ofNonsense(call, 200, answer.requestId(), "the answer names no file"));
    }

    @Override
    public Stream<TrainingFile> list() {
        return list(WireRequest.get(FILES));
    }

    private Stream<TrainingFile> list(WireRequest request) {
        return NumberedPages.stream(connection, "list files", request)
                .map(MistralResources::file)
                .flatMap(Optional::stream);
    }

    @Override
    public TrainingFile describe(String fileId) {
        Call call = Call.read("look at file", "file", fileId);
        return file(call, connection.read(call, () -> WireRequest.get(path(fileId))));
    }

    @Override
    public InputStream download(String fileId) {
        Call call = Call.read("download file", "file", fileId);
        return connection.download(
                call,
                () -> WireRequest.get(path(fileId) + "/content")
                        .within(connection.settings().answerTimeout()));
    }

    @Override
    public URI signedUrl(String fileId, Duration validity) {
        Call call = Call.read("sign url of file", "file", fileId);
        long hours = Math.max(1, validity.plusHours(1).minusNanos(1).toHours());
        if (hours > LONGEST_HOURS) {
            throw new IllegalArgumentException("a URL is valid for at most " + LONGEST_HOURS + " hours: " + validity);
        }
        WireObject answer = connection
                .read(call, () -> WireRequest.get(path(fileId) + "/url").with("expiry", hours))
                .body();
        String url = answer.text("url", "");
        if (!url.startsWith("http")) {
            throw connection.exchange().failures().ofNonsense(call, 200, null, "the answer holds no URL");
        }
        return URI.create(url);
    }

    @Override
    public void delete(String fileId) {
        connection.send(Call.repeatable("delete file", "file", fileId), () -> WireRequest.delete(path(fileId)));
    }

    private static String path(String fileId) {
        return FILES + "/" + WireRequest.segment(fileId);
    }
}
