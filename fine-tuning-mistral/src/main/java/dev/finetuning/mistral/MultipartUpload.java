package dev.finetuning.mistral;

import dev.finetuning.adapter.SpooledData;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;

/**
 * The form in which a file travels. The file's own bytes are streamed from disk, and its length is known
 * beforehand.
 *
 * @param data the file
 * @param purpose what it is for, in the host's word
 */
record MultipartUpload(SpooledData data, String purpose) {
    /** A file cannot hold its own hash but by a miracle. */
    private String boundary() {
        return "fine-tuning-" + data.md5();
    }

    String contentType() {
        return "multipart/form-data; boundary=" + boundary();
    }

    BodyPublisher body() {
        String head = "--" + boundary() + "\r\nContent-Disposition: form-data; name=\"purpose\"\r\n\r\n" + purpose
                + "\r\n--" + boundary() + "\r\nContent-Disposition: form-data; name=\"file\"; filename=\""
                + data.name() + "\"\r\nContent-Type: application/jsonl\r\n\r\n";
        String tail = "\r\n--" + boundary() + "--\r\n";
        try {
            return BodyPublishers.concat(
                    BodyPublishers.ofString(head), BodyPublishers.ofFile(data.file()), BodyPublishers.ofString(tail));
        } catch (FileNotFoundException e) {
            throw new UncheckedIOException("the temporary file " + data.file() + " is gone", e);
        }
    }
}
