package dev.finetuning.synthesis;

import dev.finetuning.chat.ChatModel;
import dev.finetuning.chat.ChatReply;
import dev.finetuning.chat.ChatRequest;
import dev.finetuning.chat.Usage;
import dev.finetuning.journal.file.FileJournal;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;

/** The process that is killed: grows a dataset with a model behind a socket, keeping answers in a folder. */
final class KilledSynthesis {
    static final int EXAMPLES = 120;

    private KilledSynthesis() {}

    /** Arguments: the model's port, the journal's folder. */
    public static void main(String[] args) {
        try (FileJournal journal = FileJournal.in(Path.of(args[1]))) {
            System.out.println(run(new RemoteModel(Integer.parseInt(args[0])), journal)
                    .dataset()
                    .fingerprint());
        }
    }

    static SynthesisResult run(ChatModel model, FileJournal journal) {
        return Synthesis.paraphrases(model, Makers.verified(EXAMPLES))
                .perExample(2)
                .maxShare(0.6)
                .asking(settings -> settings.concurrency(4).journal(journal))
                .build()
                .run();
    }

    /** Sends the question, and reads the answer until the other side closes. */
    private record RemoteModel(int port) implements ChatModel {
        @Override
        public String id() {
            return "maker";
        }

        @Override
        public String provider() {
            return "scripted";
        }

        @Override
        public ChatReply ask(ChatRequest request) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                OutputStream out = socket.getOutputStream();
                out.write(request.messages().get(1).text().getBytes(StandardCharsets.UTF_8));
                socket.shutdownOutput();
                InputStream in = socket.getInputStream();
                String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);
                return ChatReply.of(id(), answer, Usage.of(10, 10), Duration.ZERO);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
