import { Button, Group } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useEffect, useState } from "react";

/** Large enough for a poster. */
const PRINT_PX = 1024;

/** A QR code to look at and to print. The library is read when it is wanted. */
export function QrCode({ text, label, download }: { text: string; label: string; download: string }) {
  const [source, setSource] = useState<string>();
  useEffect(() => {
    let current = true;
    void import("qrcode")
      .then(({ toDataURL }) => toDataURL(text, { margin: 2, width: PRINT_PX }))
      .then((made) => current && setSource(made));
    return () => {
      current = false;
    };
  }, [text]);
  if (!source) return null;
  return (
    <Group align="flex-end">
      <img src={source} alt={label} width={160} height={160} style={{ borderRadius: 8 }} />
      <Button component="a" href={source} download="whatsapp-qr.png" variant="default" leftSection={<IconDownload size={16} />}>
        {download}
      </Button>
    </Group>
  );
}
