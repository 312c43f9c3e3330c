package dev.finetuning.quality.pii.internal.phone;

import dev.finetuning.quality.pii.internal.shape.Characters;
import java.util.List;
import java.util.Set;

/** Words, in some twenty languages, after which digits are a telephone number, or surely none. In lower case. */
public final class PhoneWords {
    private static final Set<String> TELEPHONE = Set.of(
            ("phone phones tel telephone call called calling calls mobile móvil movil handy handynummer rufnummer cell"
                            + " cellphone celular fax whatsapp whats signal telegram sms dial dialing ring hotline"
                            + " landline helpline portable contact reach reached ph mob cel numéro desk answering"
                            + " registered texting pager appointments appointment appelez ruf anrufen rückruf llame"
                            + " llámame chiama chiamami kontakt tél tlf tfn puh gsm bel bellen bereiken soita numeroni"
                            + " numaram cep arayın ligue contactarme contattarmi contacto contato joindre erreichen"
                            + " erreichbar hívjon sunați sună тел моб факс τηλ κιν")
                    .split(" ", -1));
    /** How such words begin in languages that inflect them. */
    private static final Set<String> STEMS = Set.of(
            ("telef teléf télép cellu mobil mobie puhel zavol dzwon dzwoń zadzw звони звоні позво зател перез телеф мобил"
                            + " τηλέφ τηλεφ καλέσ κινητ")
                    .split(" ", -1));

    private static final int STEM = 5;
    /** Signs in scripts that run words together. */
    private static final List<String> SIGNS = List.of(
            "電話", "电话", "手机", "手機", "携帯", "拨打", "撥打", "致电", "联系", "전화", "연락", "휴대", "핸드폰", "번호는", "โทร", "เบอร์");

    private static final Set<String> OTHER = Set.of(
            ("order invoice ticket tracking isbn reference ref account acct sku serial case part model version article"
                            + " item product transaction booking confirmation issn doi arxiv patent bestellung rechnung"
                            + " commande facture pedido meeting policy build zip zipcode postal postcode plz barcode ean"
                            + " upc imei license licence passport id timestamp"
                            + " epoch release batch lot claim contract parcel package shipment po receipt konto"
                            + " kontonummer kundennummer bestellnummer rechnungsnummer auftragsnummer steuernummer compte"
                            + " cuenta conto rekening bestelling factura fattura fatura faktura zamówienie zamówienia"
                            + " objednávka objednávky ordine заказ заказа замовлення счет счёт счета рахунок számla"
                            + " számlaszám hesap sipariş population vat iban employee customer")
                    .split(" ", -1));

    private static final List<String> OTHER_SIGNS =
            List.of("订单", "訂單", "单号", "账号", "账户", "注文", "受注", "口座", "주문", "송장", "계좌");

    private PhoneWords() {}

    /** Whether a word speaks of a telephone. */
    public static boolean telephone(String word) {
        return TELEPHONE.contains(word)
                || (word.length() >= STEM && STEMS.contains(word.substring(0, STEM)))
                || holds(word, SIGNS);
    }

    /** Whether a word names another kind of number. */
    public static boolean other(String word) {
        return OTHER.contains(word) || holds(word, OTHER_SIGNS);
    }

    private static boolean holds(String word, List<String> signs) {
        return !word.isEmpty()
                && Characters.unspaced(word.charAt(0))
                && signs.stream().anyMatch(word::contains);
    }
}
