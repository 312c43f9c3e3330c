package dev.finetuning.quality.pii.internal.shape;

import dev.finetuning.internal.content.Sha256;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Locale;

/**
 * Addresses of Bitcoin (Base58Check, and Bech32 by BIP 173 and BIP 350) and Ethereum (40 hex digits, whose
 * mixed case is a checksum by EIP-55), with verified checksums.
 */
public final class CryptoShape implements Shape {
    /** The shortest Base58Check address. */
    public static final int SHORTEST = 26;

    private static final String BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final String BECH32 = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    private static final int[] GENERATOR = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
    private static final int BECH32_OK = 1;
    private static final int BECH32M_OK = 0x2bc830a3;

    @Override
    public String entity() {
        return "CRYPTO";
    }

    @Override
    public String pattern() {
        return "0x[0-9a-fA-F]{40}|[bB][cC]1[02-9ac-hj-np-zAC-HJ-NP-Z]{11,71}|[13][1-9A-HJ-NP-Za-km-z]{25,34}";
    }

    @Override
    public int accept(String text, int start, int end) {
        if (Characters.wordBefore(text, start) || Characters.wordAt(text, end)) {
            return NONE;
        }
        String address = text.substring(start, end);
        boolean good;
        if (address.startsWith("0x")) {
            good = mixedCase(address.substring(2));
        } else if (Character.toLowerCase(address.charAt(0)) == 'b') {
            good = bech32(address.toLowerCase(Locale.ROOT));
        } else {
            good = base58(address);
        }
        return good ? end : NONE;
    }

    /** All in one case there is no checksum; otherwise a letter is upper case where the hash's digit is 8 or more. */
    private static boolean mixedCase(String digits) {
        String lower = digits.toLowerCase(Locale.ROOT);
        if (digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT))) {
            return true;
        }
        byte[] hash = Keccak256.of(lower, digits.length() / 2);
        for (int i = 0; i < digits.length(); i++) {
            boolean upper = (hash[i / 2] >> (i % 2 == 0 ? 7 : 3) & 1) == 1;
            if (Characters.asciiLetter(digits.charAt(i)) && Character.isUpperCase(digits.charAt(i)) != upper) {
                return false;
            }
        }
        return true;
    }

    private static boolean base58(String address) {
        BigInteger value = BigInteger.ZERO;
        for (int i = 0; i < address.length(); i++) {
            value = value.multiply(BigInteger.valueOf(58)).add(BigInteger.valueOf(BASE58.indexOf(address.charAt(i))));
        }
        byte[] digits = value.toByteArray();
        byte[] bytes = new byte[25];
        int length = Math.min(digits.length, 25);
        if (digits.length > 26 || (digits.length == 26 && digits[0] != 0)) {
            return false;
        }
        System.arraycopy(digits, digits.length - length, bytes, 25 - length, length);
        byte[] check = Sha256.of(Sha256.of(Arrays.copyOf(bytes, 21)));
        return Arrays.equals(Arrays.copyOf(check, 4), Arrays.copyOfRange(bytes, 21, 25));
    }

    private static boolean bech32(String address) {
        int check = 1;
        for (int value : new int[] {3, 3, 0, 2, 3}) {
            check = step(check, value);
        }
        for (int i = 3; i < address.length(); i++) {
            check = step(check, BECH32.indexOf(address.charAt(i)));
        }
        return check == BECH32_OK || check == BECH32M_OK;
    }

    private static int step(int check, int value) {
        int top = check >>> 25;
        int next = ((check & 0x1ffffff) << 5) ^ value;
        for (int i = 0; i < GENERATOR.length; i++) {
            next ^= (top >> i & 1) == 1 ? GENERATOR[i] : 0;
        }
        return next;
    }
}
