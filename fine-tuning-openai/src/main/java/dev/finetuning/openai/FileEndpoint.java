package dev.finetuning.openai;

import com.openai.core.MultipartField;
import com.openai.core.http.HttpResponse;
import com.openai.models.files.FileCreateParams;
import com.openai.models.files.FileListParams;
import com.openai.models.files.FilePurpose;
import com.openai.services.blocking.FileService;
import dev.finetuning.adapter.Call;
import dev.finetuning.adapter.Pages;
import dev.finetuning.adapter.SpooledData;
import dev.finetuning.openai.wire.HostProfile;
import dev.finetuning.openai.wire.OpenAiResources;
import dev.finetuning.provider.ProviderException;
import dev.finetuning.provider.ProviderFaultException;
import dev.finetuning.provider.RetryLaterException;
import dev.finetuning.training.TrainingFile;
import dev.finetuning.training.TrainingFiles;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** {@code /files}: uploading once by content, finding, listing, downloading and deleting. */
final class FileEndpoint implements TrainingFiles {
    /** How often a file or a part is sent before the caller hears of it. */
    static final int ATTEMPTS = 3;

    private static final String FINE_TUNE = "fine-tune";
    private static final Set<String> UNUSABLE = Set.of("error", "deleted", "deleting");

    private final Connection connection;
    private final FileService.WithRawResponse files;
    private final PartUploads parts;

    FileEndpoint(Connection connection) {
        this.connection = connection;
        this.files = connection.client().withRawResponse().files();
        this.parts = new PartUploads(connection);
    }

    /** Sends the data, unless the host has the same content under the same name already. */
    TrainingFile upload(SpooledData data) {
        HostProfile profile = connection.profile();
        if (data.bytes() > profile.largestFile()) {
            throw connection
                    .exchange()
                    .failures()
                    .rejected(
                            "upload",
                            List.of("the file has " + data.bytes() + " bytes, the host takes "
                                    + profile.largestFile()));
        }
        Optional<TrainingFile> there = find(data);
        return there.isPresent() ? there.get() : send(data);
    }

    private Optional<TrainingFile> find(SpooledData data) {
        try (Stream<TrainingFile> all = list(FINE_TUNE)) {
            return all.filter(file -> file.name().equals(data.name()))
                    .filter(file -> file.bytes().orElse(data.bytes()) == data.bytes())
                    .filter(file -> file.status().filter(UNUSABLE::contains).isEmpty())
                    .findFirst();
        }
    }

    /** A file is found again by its content, so that sending it once more does no harm. */
    private TrainingFile send(SpooledData data) {
        for (int attempt = 1; ; attempt++) {
            try {
                return sendOnce(data);
            } catch (RetryLaterException | ProviderFaultException e) {
                Optional<TrainingFile> arrived = arrivedAllTheSame(data, e);
                if (arrived.isPresent()) {
                    return arrived.get();
                }
                if (attempt == ATTEMPTS || asksToWait(e)) {
                    throw e;
                }
            }
        }
    }

    private TrainingFile sendOnce(SpooledData data) {
        boolean inParts = connection.profile().multipart()
                && data.bytes() > connection.settings().limits().partBytes();
        return inParts ? parts.upload(data) : sendWhole(FINE_TUNE, data.file(), data.name(), data.bytes());
    }

    static boolean asksToWait(ProviderException failure) {
        return failure instanceof RetryLaterException busy && busy.retryAfter().isPresent();
    }

    /** An upload whose answer was lost may have arrived; then it is not sent again. */
    private Optional<TrainingFile> arrivedAllTheSame(SpooledData data, ProviderException failure) {
        try {
            return find(data);
        } catch (ProviderException e) {
            throw failure;
        }
    }

    TrainingFile sendWhole(String purpose, Path file, String name, long bytes) {
        Call call = Call.repeatable("upload", "", "");
        try (InputStream content = Files.newInputStream(file)) {
            FileCreateParams params = FileCreateParams.builder()
                    .purpose(FilePurpose.of(purpose))
                    .file(named(content, name))
                    .build();
            Exchange.Answer answer =
                    connection.exchange().send(call, () -> files.create(params, connection.sending(bytes)));
            return OpenAiResources.file(answer.body())
                    .orElseThrow(() -> connection
                            .exchange()
                            .failures()
                            .ofNonsense(call, 200, answer.requestId(), "the answer names no file"));
        } catch (IOException e) {
            throw new UncheckedIOException("could not read the temporary file " + file, e);
        }
    }

    /** Without a file name the host refuses the upload as one it could not understand. */
    static MultipartField<InputStream> named(InputStream content, String name) {
        return MultipartField.<InputStream>builder()
                .value(content)
                .filename(name)
                .contentType("application/jsonl")
                .build();
    }

    @Override
    public Stream<TrainingFile> list() {
        return list("");
    }

    private Stream<TrainingFile> list(String purpose) {
        return CursorPages.stream(cursor -> {
                    FileListParams.Builder params = FileListParams.builder().limit(Pages.PAGE_SIZE);
                    cursor.ifPresent(params::after);
                    if (!purpose.isEmpty()) {
                        params.purpose(purpose);
                    }
                    return connection
                            .exchange()
                            .read(Call.read("list files"), () -> files.list(params.build()))
                            .body();
                })
                .map(OpenAiResources::file)
                .flatMap(Optional::stream);
    }

    @Override
    @SuppressWarnings("MustBeClosedChecker") // closing the stream closes the response
    public InputStream download(String fileId) {
        Call call = Call.read("download file", "file", fileId);
        HttpResponse response = connection
                .exchange()
                .openToRead(
                        call,
                        () -> files.content(
                                fileId,
                                Connection.within(connection.settings().limits().answerTimeout())));
        return new FilterInputStream(response.body()) {
            @Override
            public void close() throws IOException {
                try {
                    super.close();
                } finally {
                    response.close();
                }
            }
        };
    }

    @Override
    public void delete(String fileId) {
        connection.exchange().send(Call.repeatable("delete file", "file", fileId), () -> files.delete(fileId));
    }
}
