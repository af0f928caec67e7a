import { Link } from '@tanstack/react-router';
import type { DeclarationView } from '@truyvet/contract';
import { Button, Tag } from 'antd';
import { useText } from '../../i18n/useText.ts';
import { DecideOne } from './DecideOne.tsx';
import { declaredLines } from './declaredLines.ts';
import { fileOf } from './fileOf.ts';

type Props = {
  readonly declaration: DeclarationView;
  readonly mayDecide: boolean;
  /** Shows those of one file; undefined when they are shown already. */
  readonly onFile: ((file: string) => void) | undefined;
};

/** What somebody declared, who it may be, and the word of an officer on it. */
export function DeclarationItem({ declaration, mayDecide, onFile }: Props) {
  const text = useText();
  const { t, word, instant } = text;
  const file = fileOf(declaration);
  const { fullName, birthDate, birthYear, maskedPhone, hamlet, unit, person, match } = declaration;
  const who = [birthDate === null ? birthYear : text.day(birthDate), maskedPhone, hamlet, unit.name].filter(Boolean).join(' · ');
  return (
    <li className="work">
      <div className="work-text">
        <strong>{fullName}</strong> <span className="quiet small">{who}</span>
        {declaredLines(declaration, text).map((line) => (
          <div key={line}>{line}</div>
        ))}
        <div className="quiet small">
          {word('declarationChannel', declaration.channel)} · {instant(declaration.createdAt)}{' '}
          {declaration.sourceRef && `· ${declaration.sourceRef}`}{' '}
          {file !== undefined && onFile && (
            <Button type="link" size="small" onClick={() => onFile(file)}>
              {t('declaration.showFile')}
            </Button>
          )}
        </div>
        {mayDecide ? (
          <DecideOne declaration={declaration} />
        ) : (
          <div className="small">
            <Tag>{t(`declarationMatch.${match}`)}</Tag>{' '}
            {person && (
              <Link to="/people/$personId" params={{ personId: String(person.id) }} preload={false}>
                {person.fullName}
              </Link>
            )}
          </div>
        )}
      </div>
    </li>
  );
}
