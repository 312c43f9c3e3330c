package dev.finetuning.mistral;

import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.ContentUpload;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.adapter.WireObject;
import dev.finetuning.adapter.http.FileForm;
import dev.finetuning.adapter.http.ProviderRequest;
import dev.finetuning.adapter.http.ProviderResponse;
import dev.finetuning.mistral.wire.MistralResources;
import dev.finetuning.training.TrainingFile;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
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

    /** Sends the data, unless the provider has the same content under the same name already. */
    TrainingFile upload(SpooledData data, String purpose) {
        if (data.bytes() > LARGEST_FILE) {
            throw connection
                    .exchange()
                    .failures()
                    .rejected(
                            "upload",
                            List.of("the file has " + data.bytes() + " bytes, the provider takes " + LARGEST_FILE
                                    + "; a job takes several files"));
        }
        ProviderRequest list =
                ProviderRequest.get(FILES).with("purpose", purpose).with("search", data.name());
        return ContentUpload.run(
                data,
                () -> list(list)
                        .filter(file -> !file.status()
                                .filter(MistralResources.DELETED::equals)
                                .isPresent()),
                each -> send(each, purpose));
    }

    private TrainingFile send(SpooledData data, String purpose) {
        Call call = Call.repeatable("upload", "", "");
        FileForm form = FileForm.of(data, Map.of("purpose", purpose));
        Duration limit = connection.sending(data.bytes());
        return file(call, connection.exchange().send(call, () -> ProviderRequest.upload(FILES, form, limit)));
    }

    private TrainingFile file(Call call, ProviderResponse answer) {
        return MistralResources.file(answer.body())
                .orElseThrow(() -> connection.exchange().nonsense(call, answer, "the answer names no file"));
    }

    @Override
    public Stream<TrainingFile> list() {
        return list(ProviderRequest.get(FILES));
    }

    private Stream<TrainingFile> list(ProviderRequest request) {
        return connection
                .pages("list files", request)
                .map(MistralResources::file)
                .flatMap(Optional::stream);
    }

    @Override
    public TrainingFile describe(String fileId) {
        Call call = Call.read("look at file", "file", fileId);
        return file(call, connection.exchange().read(call, () -> ProviderRequest.get(path(fileId))));
    }

    @Override
    public InputStream download(String fileId) {
        Call call = Call.read("download file", "file", fileId);
        return connection
                .exchange()
                .download(
                        call,
                        () -> ProviderRequest.content(path(fileId) + "/content")
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
                .exchange()
                .read(call, () -> ProviderRequest.get(path(fileId) + "/url").with("expiry", hours))
                .body();
        String url = answer.text("url", "");
        if (!url.startsWith("http")) {
            throw connection.exchange().failures().ofNonsense(call, 200, Optional.empty(), "the answer has no URL");
        }
        return URI.create(url);
    }

    @Override
    public void delete(String fileId) {
        connection
                .exchange()
                .send(Call.repeatable("delete file", "file", fileId), () -> ProviderRequest.delete(path(fileId)));
    }

    private static String path(String fileId) {
        return FILES + "/" + ProviderRequest.segment(fileId);
    }
}
